"""The log that exercise 5.2 gives is what its stub really writes."""

from __future__ import annotations

import os
import re
from datetime import timedelta

import pytest

from checks.conftest import Command
from kata.catalogue import Catalogue

REPLAY = """
import sys
from fastapi.testclient import TestClient
sys.path.insert(0, sys.argv[1])
from main import app
client = TestClient(app, raise_server_exceptions=False)
client.get("/users/2")
client.get("/users/me", headers={"X-User": "2"})
client.get("/users/7")
client.get("/products?page=1&size=4")
client.get("/products?page=2&size=4")
client.post("/quotes", json=[{"sku": "fern", "quantity": 2}])
client.post("/quotes", json=[{"sku": "dill", "quantity": 5}, {"sku": "aloe", "quantity": 1}])
client.get("/products/fern/reviews")
client.post("/products/fern/reviews", json={"text": "Grows in the dark."})
client.get("/products/fern/reviews")
client.post("/restocks", json={"sku": "aloe", "quantity": 12})
client.get("/restocks")
"""
"""What the customers did on the day of the log."""


def test_the_log_is_what_the_stub_writes(python: Command, request: pytest.FixtureRequest) -> None:
    folder = Catalogue().exercise("5.2").folder
    log = folder / "service.log"

    written = python("-c", REPLAY, folder).stderr.replace(f"{folder}{os.sep}", "")

    if request.config.getoption("--update-golden"):
        log.write_text(_on_a_morning(written), encoding="utf-8", newline="\n")
    assert _without_times(written) == _without_times(log.read_text(encoding="utf-8"))


def test_the_log_shows_every_bug() -> None:
    text = (Catalogue().exercise("5.2").folder / "service.log").read_text(encoding="utf-8")

    for symptom in ("password_hash", '"input":"me"', '["elder","fern"]', "2 x fern", "never awaited", "LoopBlocked"):
        assert symptom in text


def _on_a_morning(text: str) -> str:
    """The same log, whenever it was written: it begins at 8:41, and a request comes every 13 seconds."""
    now = timedelta(hours=8, minutes=41, seconds=7)

    def stamped(start: re.Match[str]) -> str:
        nonlocal now
        line = f"{now!s:0>8} {start[1]}"
        now += timedelta(seconds=0 if start[1] == "WARNING" else 13)  # a warning is part of the request that follows
        return line

    return re.sub(r"(?m)^\d\d:\d\d:\d\d (\w+)", stamped, text)


def _without_times(text: str) -> list[str]:
    return re.sub(r"(?m)^\d\d:\d\d:\d\d ", "", text).splitlines()
