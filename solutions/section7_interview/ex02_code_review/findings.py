"""7.2 Code review: eight flaws, each with what it leads to."""

FINDINGS: dict[int, str] = {
    16: "secret-in-code",  # whoever reads the repository mints tokens
    19: "any-origin",  # the page of any origin acts with the user's credentials
    24: "expired-token",  # a stolen token opens the door for ever
    42: "sql-injection",  # a quote in the word ends the text, and the rest is SQL
    58: "error-as-200",  # a client takes the error for a ticket
    61: "get-changes-state",  # a prefetching browser or a crawler closes tickets
    71: "unguarded-route",  # not in the document is not out of reach
    82: "blocking-call",  # for two seconds, nobody gets an answer
}
