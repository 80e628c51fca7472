"""Try an answer that is a test file: against the app that its exercise gives, and against broken copies of that app.

The file is run by pytest, in a process of its own (`kata.trial_run`) that knows nothing of this project: no settings,
plugins or conftest.py of ours, and a working folder that is thrown away. One process serves a whole module of tests,
and each run in it imports everything afresh. Every run is made when a test asks for it, and once.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from kata.answer import AnswerError, Place, read_text, summary_of
from kata.catalogue import ROOT, Exercise, shown
from kata.errors import KataError
from kata.fixtures import Witness
from kata.runner.orphans import end_tree

LIMIT = 10.0
"""Seconds that a run of the file may take."""
START = 15.0
"""Seconds, beside those for a run, that a process may take to start and to import the app."""
FLAWS = "flaws.toml"
"""Names the file and the app, and says how each broken copy differs: see `Plan`."""


@dataclass(frozen=True)
class Flaw:
    """One way to break the app: each `find` stands in it once, and is replaced."""

    rule: str
    """What no longer holds, as a sentence: what a test that stays green has not covered."""
    edits: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plan:
    """What an exercise's flaws.toml says: `tests`, `app` and a table `[flaws.NAME]` with `rule` and `edits` a flaw."""

    tests: str
    app: Path
    flaws: dict[str, Flaw]

    @classmethod
    def of(cls, folder: Path) -> Plan:
        """The plan of the exercise in `folder`; `KataError` where it is not of its form."""
        path = folder / FLAWS
        try:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
            flaws = {
                name: Flaw(flaw["rule"], tuple((edit["find"], edit["replace"]) for edit in flaw["edits"]))
                for name, flaw in said["flaws"].items()
            }
            return cls(said["tests"], folder / said["app"], flaws)
        except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
            raise KataError(f"{shown(path)}: {summary_of(error)}.", "See kata/trials.py for its form.") from None

    def source(self, flaw: str = "") -> str:
        """The app's source, with that flaw in it; `AnswerError` where somebody has changed the app."""
        source = read_text(self.app)
        for find, replace in self.flaws[flaw].edits if flaw else ():
            if source.count(find) != 1:
                exercise = Exercise.of(self.app)
                number = f" -- {exercise.number}" if exercise else ""
                advice = f"Bring it back: nox -s reset{number}"
                raise AnswerError(f"{self.app.name} is not as it was given", advice=advice)
            source = source.replace(find, replace)
        return source


@dataclass
class Tried:
    """What came of the tests in one run."""

    passed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    """The names of those that failed, each with the line and the reason."""


class Trials:
    """All runs of one file of tests. Each may raise an `AnswerError`: no import, no end, an end of the process."""

    def __init__(self, plan: Plan, folder: Path) -> None:
        self.plan = plan
        self._folder = folder
        self._known: dict[str, Tried | AnswerError] = {}
        self._running = ExitStack()
        self._process: _Process | None = None

    @cached_property
    def right(self) -> Tried:
        """What came of the tests on the app as it is."""
        return self._run("on the app as it is")

    @cached_property
    def backwards(self) -> Tried:
        """The same in the opposite order; only those that pass in the file's own order are run."""
        return self._run("in the opposite order", only=self.right.passed[::-1])

    @cached_property
    def alone(self) -> Tried:
        """Each test in a run of its own, as far as it passes beside the others; of several cases the first."""
        firsts = {name.partition("[")[0]: name for name in reversed(self.right.passed)}
        runs = [self._run(f"{name} alone", only=[name]) for name in firsts.values()]
        return Tried([n for run in runs for n in run.passed], [n for run in runs for n in run.failed])

    def against(self, flaw: str) -> Tried:
        """What came, on a broken copy, of the tests that pass on the app as it is."""
        return self._run(f"on an app without this rule: {self.plan.flaws[flaw].rule}", flaw, self.right.passed)

    def not_covered(self, flaw: str) -> list[str]:
        """The rule that a broken copy breaks, if no test fails on it that passes on the app as it is."""
        rule = self.plan.flaws[flaw].rule
        tried = self._run(f"on an app without this rule: {rule}", flaw, self.right.passed, until_red=True)
        return [] if tried.failed else [rule]

    def close(self) -> None:
        """End the process, and all that it has started."""
        self._running.close()
        self._process = None

    def _run(self, when: str, flaw: str = "", only: list[str] | None = None, until_red: bool = False) -> Tried:
        key = f"{when} {until_red}"
        if key not in self._known:
            try:
                self._known[key] = self._ask(when, self.plan.source(flaw), only, until_red)
            except AnswerError as error:
                self._known[key] = error
        known = self._known[key]
        if isinstance(known, AnswerError):
            raise known
        return known

    def _ask(self, when: str, source: str, only: list[str] | None, until_red: bool) -> Tried:
        if only == []:
            return Tried()
        name = self.plan.tests
        read_text(self._folder / name)  # or it is missing
        if self._process is None:
            self._process = self._running.enter_context(_process(self._folder, self.plan))
        said = self._process.ask({"source": source, "only": only, "until_red": until_red, "limit": LIMIT})
        if "passed" in said:
            return Tried(said["passed"], said["failed"])
        self.close()
        where = said.get("place")
        place = Place(Path(where[0]), where[1], where[2]) if where else None
        summary = said.get("trouble", "ended the process that it runs in")
        raise AnswerError(f"{name} {summary}", said.get("detail", ""), place, f"It ran {when}.")


class _Process:
    """The process that runs the file."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def ask(self, job: dict[str, Any]) -> dict[str, Any]:
        """What it says to `job`; nothing where it has ended, or had to be ended."""
        assert self._process.stdin and self._process.stdout
        late = threading.Timer(START + LIMIT, end_tree, [self._process.pid])
        late.start()
        try:
            self._process.stdin.write(json.dumps(job).encode() + b"\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except OSError:
            line = b""
        finally:
            late.cancel()
        said: dict[str, Any] = json.loads(line) if line.startswith(b"{") else {}
        return said


@contextmanager
def _process(folder: Path, plan: Plan) -> Iterator[_Process]:
    ours = ("PYTEST_", "COVERAGE_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    with tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True) as scratch:
        places = dict.fromkeys(("TMPDIR", "TMP", "TEMP"), scratch)
        plain = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            [sys.executable, "-m", "kata.trial_run", str(folder), plan.tests, str(plan.app)],
            cwd=scratch,
            env={**env, **plain, **places},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdin and process.stdout
        try:
            yield _Process(process)
        finally:
            end_tree(process.pid)
            with contextlib.suppress(OSError):  # of what it never read
                process.stdin.close()
            process.stdout.close()
            process.wait()


TRIALS = pytest.StashKey[Trials]()


@pytest.fixture
def trials(witness: Witness, request: pytest.FixtureRequest) -> Trials:
    """The learner's test file, to be tried against the app that the exercise gives and its broken copies."""
    module: pytest.Module = request.node.getparent(pytest.Module)
    if TRIALS not in module.stash:
        module.stash[TRIALS] = Trials(Plan.of(request.path.parent), witness.folder)
    module.addfinalizer(module.stash[TRIALS].close)
    return module.stash[TRIALS]
