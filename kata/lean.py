"""What a pytest that runs inside another program can do without: a third of its start."""

from __future__ import annotations

_LEFT_OUT = (
    "cacheprovider",
    "doctest",
    "faulthandler",
    "junitxml",
    "legacypath",
    "pastebin",
    "setuponly",
    "setupplan",
    "stepwise",
    "terminal",
    "threadexception",
    "unraisableexception",
)
LEAN = ("--noconftest", *(f"-pno:{name}" for name in _LEFT_OUT))
"""Arguments for pytest: no conftest.py, and none of its own plugins that nobody here asks for."""
