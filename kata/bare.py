"""The measure of `nox -s bench`: what an exercise's tests cost without any test framework.

`python -m kata.bare FOLDER RUNS` runs the tests once to learn which requests each sends, then sends them again in a
plain loop, the answer imported afresh for each test, and prints the seconds of each round as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from kata.answer import load_app
from kata.exchange import Request
from kata.fresh import modules_of
from kata.plugin import WITNESS


class _Recorder:
    """A pytest plugin that keeps the requests of each test."""

    def __init__(self) -> None:
        self.tests: list[list[Request]] = []

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        self.tests.append([request for request, _ in item.stash[WITNESS].wire.exchanges])


def one_round(folder: Path, tests: list[list[Request]]) -> None:
    """Send all requests once."""
    for requests in tests:
        with modules_of(folder):
            app: Any = load_app(folder)
            with TestClient(app, raise_server_exceptions=False) as client:
                for request in requests:
                    content = request.content or None
                    client.request(request.method, str(request.url), headers=dict(request.headers), content=content)


def main(folder: Path, runs: int) -> None:
    recorder = _Recorder()
    pytest.main([str(folder), "-q", "-p", "no:cacheprovider", "-p", "no:randomly"], plugins=[recorder])
    seconds = []
    for _ in range(runs + 2):
        began = time.perf_counter()
        one_round(folder, recorder.tests)
        seconds.append(time.perf_counter() - began)
    print("\n" + json.dumps(seconds[2:]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
