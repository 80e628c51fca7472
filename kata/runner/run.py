"""One job on its way: from its start, through the ends of its processes, to a verdict on every test."""

from __future__ import annotations

import contextlib
import linecache
import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kata.catalogue import shown
from kata.failure import LAST_SEEN
from kata.runner.child import TRACE
from kata.runner.process import Launcher, Worker
from kata.runner.protocol import Job, Lines, Message
from kata.verdict import Failure, Outcome, Raised, Verdict

PATIENCE = 30.0
"""Seconds that collecting the tests may take."""
CLEANING = 120.0
"""Seconds between a test and the next one or the end: no test runs, but a disk can take 30 s to remove a file."""
DUMP, LOOKS = 0.05, 20
"""Seconds between two looks at what an interpreter says of where it is, and how many looks at most."""
KILLS = 3
"""An answer whose process had to be ended so often is not asked again."""


class Run:
    """A job and the process that works on it, followed from message to message."""

    def __init__(self, job: Job, launch: Launcher, emit: Callable[..., None]) -> None:
        self.job = job
        self.worker: Worker
        self._launcher = launch
        self._emit = emit
        self._scratch = Path(tempfile.mkdtemp(prefix="kata-")).resolve()
        self._about: dict[str, Message] = {}
        self._judged: dict[str, Outcome] = {}
        self._notes: list[str] = []
        self._kills = 0
        self._trouble = ""
        self.over = False
        self._launch(None)

    def _launch(self, wanted: list[str] | None) -> None:
        self._lines = Lines()
        self._current: str | None = None
        self._asked = ""
        self._seen: Raised | None = None
        self._limit = PATIENCE
        self._done = False
        scratch = Path(tempfile.mkdtemp(dir=self._scratch))
        self._trace = scratch / TRACE
        self.worker = self._launcher.launch(self.job, wanted, scratch)
        self.deadline = time.monotonic() + PATIENCE  # from now on: what had to be made ready is no part of it

    # What comes in

    def heard(self, data: bytes) -> None:
        """Bytes from the process."""
        for message in self._lines.feed(data):
            for kind, content in message.items():
                handler = getattr(self, f"_on_{kind}", None)
                # An answer that writes to the wrong file descriptor must not hurt the supervisor.
                with contextlib.suppress(AttributeError, KeyError, TypeError, ValueError):
                    if handler:
                        handler(content, message)

    def _on_tests(self, tests: dict[str, Message], message: Message) -> None:
        if not self._about:
            self._about = tests
            if tests:
                self._launcher.collected(self.worker)
            requirements = {name: about["requirement"] for name, about in tests.items()}
            self._emit("started", self.job, tests=requirements, apart=message["apart"])

    def _on_begin(self, name: str, message: Message) -> None:
        self._current, self._asked, self._seen = name, "", None
        self._limit = float(message["limit"])
        self.deadline = time.monotonic() + self._limit

    def _on_asked(self, request: str, _: Message) -> None:
        self._asked = request

    def _on_seen(self, place: str, message: Message) -> None:
        self._seen = Raised("", place, message.get("source", ""))

    def _on_verdict(self, record: Message, _: Message) -> None:
        self._give(Verdict.from_json(record))

    def _on_called(self, called: list[list[object]], message: Message) -> None:
        self._emit("called", self.job, test=message["test"], called=called)

    def _on_finished(self, _: str, __: Message) -> None:
        self._current = None
        self._limit = CLEANING
        self.deadline = time.monotonic() + self._limit

    def _on_note(self, note: str, _: Message) -> None:
        words = f"After {self._current}: {note}" if self._current else f"After the tests: {note}"
        self._notes.append(words)

    def _on_trouble(self, trouble: str, _: Message) -> None:
        self._trouble = trouble

    def _on_end(self, _: bool, __: Message) -> None:
        self._done = True
        self._limit = CLEANING
        self.deadline = time.monotonic() + self._limit

    def _give(self, verdict: Verdict) -> None:
        """Pass a verdict on: the first on each test, or a later one that is worse."""
        before = self._judged.get(verdict.test)
        if verdict.test in self._about and (before is None or before is Outcome.PASSED != verdict.outcome):
            self._judged[verdict.test] = verdict.outcome
            self._emit("verdict", self.job, verdict=verdict.to_json())

    # How it ends

    def late(self) -> None:
        """The time for what it is doing is up."""
        self._ask_where()
        self.worker.end()
        self._kills += 1
        if self._current is None:
            self._trouble = f"{self._stage()} within {self._limit:g} s{self._stood()}"
            self._finish()
            return
        where = self._asked or "the start of the app"
        if self._judged.get(self._current):
            self._notes.append(f"After {self._current}: the app did not shut down within {self._limit:g} s.")
        else:
            self._judge_current(Outcome.NO_ANSWER, f"no answer to {where} within {self._limit:g} s", self._place())
        self._go_on()

    def gone(self) -> None:
        """The process has ended by itself."""
        left = self.worker.left_behind()
        if left:
            self._notes.append(f"Processes were left running: {', '.join(sorted(set(left)))} ({len(left)} in all).")
        if self._current is not None and self._judged.get(self._current) is None:
            self._kills += 1
            where = f"while it answered {self._asked}" if self._asked else "while it was starting"
            self._judge_current(Outcome.ENDED, f"the answer ended its process {self.worker.code()} {where}", None)
        elif not self._done and not self._trouble and not self._about:
            self._trouble = f"the process ended {self.worker.code()} before there was a test"
        self._go_on()

    def _judge_current(self, outcome: Outcome, words: str, seen: Raised | None) -> None:
        assert self._current is not None
        advice = LAST_SEEN if seen else ""
        failure = Failure(**self._about[self._current], broken=words, raised=seen, advice=advice)
        self._give(Verdict(self._current, failure.requirement, outcome, failure, self._limit))

    def _ask_where(self) -> None:
        """Where no thread of the child could look, have its interpreter say where it is, if the system can."""
        if self._seen is None and hasattr(signal, "SIGUSR1"):
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.worker.pid, signal.SIGUSR1)
            for _ in range(LOOKS):
                time.sleep(DUMP)
                if self._trace.is_file() and self._trace.stat().st_size:
                    time.sleep(DUMP)  # for the rest of it
                    return

    def _place(self) -> Raised | None:
        """Where the answer was: as its watchdog said, else as the interpreter's own dump says."""
        if self._seen:
            return self._seen
        folder = re.escape(str(self.job.folder))
        match = re.search(rf'File "({folder}/(?!test_)[^"]+)", line (\d+)', self._traced())
        if match is None:
            return None
        linecache.checkcache(match[1])
        source = linecache.getline(match[1], int(match[2])).strip()
        return Raised("", f"{shown(Path(match[1]))}:{match[2]}", source)

    def _stage(self) -> str:
        """What did not happen, where no test was under way."""
        if self._done:
            return "the process did not end after the tests"
        if self._judged:
            return f"the tests did not go on after {[*self._judged][-1]}"
        return "the tests did not get going"

    def _stood(self) -> str:
        """Where the interpreter says that the process was, as the end of a sentence; empty where it says nothing."""
        match = re.search(r'Current thread .*\n  File "(.+)", line (\d+) in ', self._traced())
        return f"; it was at {shown(Path(match[1]))}:{match[2]}" if match else ""

    def _traced(self) -> str:
        try:
            return self._trace.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return ""

    def _go_on(self) -> None:
        """Start a new process for the tests that have no verdict, unless there is no use."""
        rest = [name for name in self._about if name not in self._judged]
        never_started = self._kills and not self._asked and self._current is not None
        if not rest or self._trouble:
            self._finish()
        elif self._kills >= KILLS or never_started:
            for name in rest:
                self._give(Verdict(name, self._about[name]["requirement"], Outcome.NOT_RUN))
            self._finish()
        else:
            self._launch(rest)

    def _finish(self) -> None:
        self.over = True
        shutil.rmtree(self._scratch, ignore_errors=True)
        self._emit("ended", self.job, notes=self._notes, trouble=self._trouble)

    def stop(self) -> None:
        """End it at once, without a word."""
        self.worker.end()
        self.over = True
        shutil.rmtree(self._scratch, ignore_errors=True)
