"""Gathered question by question; one flaw is pointed at in two places."""

WHO_MAY = {16: "secret-in-code", 19: "any-origin", 24: "expired-token", 71: "unguarded-route", 72: "unguarded-route"}
WHAT_COMES_IN = {42: "sql-injection"}
WHAT_GOES_OUT = {58: "error-as-200", 61: "get-changes-state"}
WHAT_WAITS = {81: "Blocking-Call"}

FINDINGS = WHO_MAY | WHAT_COMES_IN | WHAT_GOES_OUT | WHAT_WAITS
