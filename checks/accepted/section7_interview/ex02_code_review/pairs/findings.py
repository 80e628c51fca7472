"""A list of pairs; where a flaw shows in several lines, another one of them."""

FINDINGS = [
    (82, "blocking-call"),
    (72, "unguarded-route"),
    (66, "get-changes-state"),
    (58, "error-as-200"),
    (43, "sql-injection"),
    (24, "expired-token"),
    (19, "any-origin"),
    (16, "secret-in-code"),
]
