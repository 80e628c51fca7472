"""Play a collection with newman, in a process that ends with this one, and tell what came of it."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kata.answer import AnswerError
from kata.newman import place
from kata.newman.place import Installed
from kata.runner.limits import unbound

SCRIPT = Path(__file__).with_name("play.cjs")
START = 15.0
"""Seconds that newman may take until it can play."""
SILENCE = 5.0
"""Seconds that a script, or an answer to a request, may take."""
LOOK = 0.2
"""Seconds between two looks at that."""
MOST = 500
"""Scripts that may run in one play: beyond that it goes round in circles."""


@dataclass(frozen=True)
class Check:
    """A `pm.test` that ran, and why it failed; empty when it passed."""

    name: str
    error: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class Sent:
    """A request as it went out, what came back, and what the collection's tests said of it."""

    name: str
    tests: tuple[Check, ...]
    errors: tuple[str, ...]
    """Scripts that broke off, and why there was no answer."""
    method: str = ""
    url: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    """With names in small letters."""
    body: str = ""
    status: int | None = None
    """None where no answer came."""
    answered: dict[str, str] = field(default_factory=dict)
    answer: str = ""

    @property
    def path(self) -> str:
        """The path of its URL."""
        return urlsplit(self.url).path

    @property
    def json(self) -> Any:
        """The body of the answer, as JSON."""
        return json.loads(self.answer)

    @property
    def failures(self) -> dict[str, str]:
        """By the name of a test, or the kind of trouble, what it said."""
        failed = {test.name: test.error for test in self.tests if test.error and not test.skipped}
        return failed | {error.partition(": ")[0]: error.partition(": ")[2] for error in self.errors}


@dataclass(frozen=True)
class Play:
    """What came of a whole collection, request by request."""

    sent: tuple[Sent, ...]
    printed: tuple[str, ...] = ()
    """What its scripts wrote to the console."""

    @property
    def failures(self) -> list[str]:
        """Every failed test with its request, as newman tells them."""
        return [f"{sent.name} · {name}: {said}" for sent in self.sent for name, said in sent.failures.items()]

    @property
    def tests(self) -> int:
        """How many tests ran."""
        return sum(not test.skipped for sent in self.sent for test in sent.tests)

    def caught(self, right: Play) -> list[str]:
        """What fails here and not in the play against the right API."""
        known = {(sent.name, name) for sent in right.sent for name in sent.failures}
        new = [(sent.name, name) for sent in self.sent for name in sent.failures if (sent.name, name) not in known]
        return [f"{request} · {name}" for request, name in dict.fromkeys(new)]

    def unnoticed(self, right: Play) -> list[str]:
        """The requests none of whose tests passed against the right API and fails here."""
        pairs = zip(self.sent, right.sent, strict=False)
        return [here.name for here, there in pairs if not _passed(there) & {t.name for t in here.tests if t.error}]


def _passed(sent: Sent) -> set[str]:
    return {test.name for test in sent.tests if not test.error and not test.skipped}


class Player:
    """A newman that waits for collections. It starts in the background."""

    def __init__(self, installed: Installed | None = None) -> None:
        """`AnswerError` where newman is not installed."""
        found = installed or place.find()
        if found is None:
            raise AnswerError("newman, which plays collections, is not installed", advice=place.ADVICE)
        self._trouble: AnswerError | None = None
        self._ready = False
        self._at = ""
        self._heard = 0.0
        foreign = ("_proxy", "node_options")  # of the machine; the API is on this one
        with unbound():
            self._process = subprocess.Popen(
                [found.node, "--no-deprecation", str(SCRIPT), str(found.folder)],
                env={name: value for name, value in os.environ.items() if not name.lower().endswith(foreign)},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )

    def play(self, collection: dict[str, Any], environment: dict[str, str], base_url: str) -> Play:
        """Play `collection`; it reaches the host and port of `base_url`, and no other.

        `AnswerError` where a script does not come to its end. After that every play ends with it.
        """
        if self._trouble:
            raise self._trouble
        if not self._ready:
            self._wait_for("ready", START)
            self._ready = True
        address = urlsplit(base_url)
        order = {
            "collection": collection,
            "environment": {"values": [{"key": key, "value": value} for key, value in environment.items()]},
            "host": address.hostname,
            "port": address.port,
        }
        self._at = "its beginning"
        assert self._process.stdin
        with contextlib.suppress(OSError):  # it has ended: that is what waiting for it finds
            self._process.stdin.write(json.dumps(order).encode() + b"\n")
            self._process.stdin.flush()
        played = self._wait_for("played", SILENCE)
        if played["trouble"]:
            raise AnswerError("newman cannot play collection.json", played["trouble"])
        return Play(tuple(_sent(each) for each in played["sent"]), tuple(played["printed"]))

    def _wait_for(self, kind: str, silence: float) -> Any:
        """The next message of `kind`, if newman is never silent for so many seconds; keeps in mind where it is."""
        assert self._process.stdout
        self._heard = time.monotonic()
        over, late = threading.Event(), threading.Event()

        def watch() -> None:
            while not over.wait(LOOK):
                if time.monotonic() - self._heard > silence:
                    late.set()
                    self._process.kill()
                    return

        watchdog = threading.Thread(target=watch)
        watchdog.start()
        scripts = 0
        try:
            for line in self._process.stdout:
                self._heard = time.monotonic()
                message = json.loads(line)
                if kind in message:
                    return message[kind]
                self._at = message["at"]
                scripts += 1
                if scripts > MOST:
                    break
        finally:
            over.set()
            watchdog.join()
        self._process.kill()
        self._trouble = self._ended(late.is_set(), scripts)
        raise self._trouble

    def _ended(self, late: bool, scripts: int) -> AnswerError:
        """Why there is no play, and will be none."""
        self._process.wait()
        if not self._ready:
            return AnswerError("newman did not start", advice="Is the machine very busy? Run it again.")
        if late:
            return AnswerError(
                f"the collection stood still for {SILENCE:g} s",
                f"It was last seen in {self._at}.",
                advice="A loop without an end?",
            )
        if scripts > MOST:
            return AnswerError(
                f"the collection has not ended after {MOST} scripts",
                f"It was last seen in {self._at}.",
                advice="Does a setNextRequest lead back for ever?",
            )
        return AnswerError(f"newman broke off in {self._at}", advice="Did a script take memory without an end?")

    def close(self) -> None:
        """End newman, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdin and self._process.stdout
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()


def _sent(record: dict[str, Any]) -> Sent:
    pairs = {name: {key.lower(): value for key, value in record.get(name, [])} for name in ("headers", "answered")}
    tests = tuple(Check(test["name"], test["error"], test["skipped"]) for test in record["tests"])
    return Sent(**{**record, **pairs, "tests": tests, "errors": tuple(record["errors"])})
