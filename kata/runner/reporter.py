"""Tells the supervisor what happens in a test process.

Its messages: `tests` (what there is to run, with all that a verdict needs), `begin`, `asked` (a request went out),
`seen` (where the answer is, shortly before its time is up), `verdict`, `note` (the answer left something behind),
`finished` (the test and its clean-up), `trouble` (the tests could not be collected) and `end`.
"""

from __future__ import annotations

import builtins
import os
import random
import threading
from collections.abc import Generator, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from kata.catalogue import ROOT
from kata.exchange import Wire
from kata.plugin import ANSWERS, TEST, WITNESS, answer_folder, verdict_in
from kata.reach import calls
from kata.runner.pipes import Channel, Output
from kata.runner.protocol import Job
from kata.servers import left_out
from kata.serving import nursery
from kata.verdict import Outcome, Verdict
from kata.watchdog import last_seen

GRACE = 0.3
"""Seconds in which a thread that a test started may still end."""
WARNING = 0.15
"""The part of the limit that is left when the watchdog looks where the answer is."""


class Reporter:
    """A pytest plugin for one run: tells the supervisor what happens, and leaves the process as it found it."""

    def __init__(
        self, job: Job, wanted: Sequence[str] | None, channel: Channel, output: Output, *, forks: bool
    ) -> None:
        self.job = job
        self.wanted = wanted
        self.channel = channel
        self.output = output
        self.again = False
        self.running = ExitStack()
        self._forks = forks
        self._began = 0.0
        self._begin = threading.Condition()
        self._item: pytest.Item | None = None
        self._limit = job.limit
        self._builtins = dict(vars(builtins))
        self._red: set[str] = set()
        Wire.told = self._asked

    def _asked(self, request: str) -> None:
        self.channel.send(asked=request)

    # Collection

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.channel.send(trouble=f"the tests cannot be collected: {str(report.longrepr).strip().splitlines()[-1]}")

    def choose(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Tell of the tests that the job asks for, and leave those in `items` that are wanted of this process."""
        chosen = [item for item in items if self.job.tests is None or item.name in self.job.tests]
        apart = left_out(config, chosen)
        chosen = [item for item in chosen if item not in apart]
        shown = config.stash[ANSWERS].shown
        about = {
            item.name: {
                "requirement": test.requirement,
                "asked": test.asked,
                "sentence": test.sentence,
                "why": test.why,
                "test": f"{shown(test.path)}:{test.line}",
            }
            for item in chosen
            if (test := item.stash.get(TEST, None))
        }
        self.channel.send(tests=about, apart=[item.name for item in apart])
        if self.job.order == "reverse":
            chosen.reverse()
        elif self.job.order.startswith("shuffle:"):
            random.Random(self.job.order).shuffle(chosen)
        items[:] = [item for item in chosen if self.wanted is None or item.name in self.wanted]
        if self._forks and any(item.get_closest_marker("process") for item in items):
            self.running.enter_context(nursery())  # now, before a test has started a thread

    # Each test

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        if self.again:
            raise pytest.exit.Exception("the rest goes on in a new process")
        threads = set(threading.enumerate())
        self.output.mark()
        self._limit = _limit_of(item, self.job.limit)
        self.channel.send(begin=item.name, limit=self._limit)
        with self._begin:
            self._item, self._began = item, monotonic()
            self._begin.notify()
        try:
            if self.job.trace and not item.get_closest_marker("process"):
                return (yield from self._traced(item))
            return (yield)
        finally:
            with self._begin:
                self._item = None
            self._put_right(threads)
            self.channel.send(finished=item.name)

    def _traced(self, item: pytest.Item) -> Generator[None, object, object]:
        with calls(answer_folder(item)) as called:
            outcome = yield
        self.channel.send(called=sorted(called), test=item.name)
        return outcome

    @pytest.hookimpl(specname="pytest_runtest_protocol", tryfirst=True)
    def leave_out(self, item: pytest.Item) -> bool | None:
        """In a brief run, another case of a test that is red already."""
        if not self.job.brief or item.name.partition("[")[0] not in self._red:
            return None
        verdict = Verdict(item.name, item.stash[TEST].requirement, Outcome.NOT_RUN)
        self.channel.send(verdict=verdict.to_json())
        return True

    @pytest.hookimpl(wrapper=True, trylast=True)
    def pytest_runtest_makereport(self, item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if report.failed:
            report.sections.append(("Captured stdout", self.output.since_mark()))
        return report

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if verdict := verdict_in(report):
            if verdict.outcome is not Outcome.PASSED:
                self._red.add(verdict.function)
            self.channel.send(verdict=verdict.to_json())

    @pytest.hookimpl(tryfirst=True)
    def pytest_timeout_set_timer(self) -> bool:
        return True  # the supervisor counts

    def pytest_runtestloop(self, session: pytest.Session) -> None:
        threading.Thread(target=self._watch, name="kata watchdog", daemon=True).start()

    def _watch(self) -> None:
        """Say where the answer is when most of its time is gone."""
        warned: pytest.Item | None = None
        while True:
            with self._begin:
                if self._item is None or self._item is warned:
                    self._begin.wait()
                    continue
                item, left = self._item, self._began + self._limit * (1 - WARNING) - monotonic()
                if left > 0:
                    self._begin.wait(left)
                    continue
            warned = item
            witness = item.stash.get(WITNESS, None)
            if witness and (found := last_seen(witness.folder)):
                place = found[0]
                shown = item.config.stash[ANSWERS].shown(place.path)
                self.channel.send(seen=f"{shown}:{place.line}", source=place.source)

    def _put_right(self, before: set[threading.Thread]) -> None:
        """What a test must not leave behind is told, and mended where that can be done."""
        if mended := self.output.mended():
            self.channel.send(note=f"{mended}.")
        if not _is_here(ROOT):
            self.channel.send(note="the working folder was changed (os.chdir).")
            os.chdir(ROOT)
        if changed := _changed(self._builtins):
            vars(builtins).update(self._builtins)
            self.channel.send(note=f"the builtin {changed} was replaced.")
        deadline = monotonic() + GRACE
        for thread in set(threading.enumerate()) - before:
            thread.join(max(0.0, deadline - monotonic()))
            if thread.is_alive() and thread.name != "kata watchdog":
                self.channel.send(note=f"the thread {thread.name!r} was left running.")
                self.again = True


def _limit_of(item: pytest.Item, limit: float) -> float:
    """Seconds for one test: more for those that start a process."""
    marker = item.get_closest_marker("timeout")
    if marker and marker.args:
        return float(marker.args[0])
    return limit * 4 if item.get_closest_marker("process") else limit


def _is_here(folder: Path) -> bool:
    try:
        return Path.cwd() == folder
    except OSError:
        return False


def _changed(before: dict[str, Any]) -> str:
    now = vars(builtins)
    return next((name for name, value in before.items() if now.get(name) is not value and name != "_"), "")
