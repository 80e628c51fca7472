"""Tests are collected ahead of the next run, and never when they are not what they were."""

from __future__ import annotations

import os
import random
import runpy
import secrets
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks.conftest import Command
from kata.catalogue import ROOT, Catalogue, Exercise, shown
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import Lines, encoded

Judge = Callable[[], Result]
FORKS = pytest.mark.skipif(not hasattr(os, "fork"), reason="only a process that forks collects ahead")
CASES = 5
"""How many there are of the doors' tests."""
PATIENCE = 20.0
"""Seconds in which what is waited for has to have happened."""


@pytest.fixture
def own() -> Iterator[Runner]:
    """A supervisor that has judged nothing yet."""
    with Runner(workers=1) as runner:
        yield runner


@pytest.fixture
def judge(own: Runner, doors: Exercise) -> Judge:
    """Run the doors' tests once."""

    def once() -> Result:
        return next(result for _, result, event in own.run([own.job(doors, limit=30)]) if event["event"] == "ended")

    return once


@pytest.fixture
def read(doors: Exercise, tmp_path: Path) -> Callable[[], int]:
    """How often the file of tests has been run."""
    log = tmp_path / "read.log"
    with doors.test_file.open("a", encoding="utf-8") as tests:
        tests.write(f'\nwith open({str(log)!r}, "a", encoding="utf-8") as log:\n    print("read", file=log)\n')
    return lambda: log.read_text(encoding="utf-8").count("read") if log.is_file() else 0


def _soon(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@FORKS
def test_what_has_been_collected_once_is_collected_ahead(judge: Judge, read: Callable[[], int]) -> None:
    assert len(judge().red_tests) == CASES
    assert read() == 1
    _soon(lambda: read() == 2)  # in the lull after the run
    for _ in range(3):
        assert len(judge().red_tests) == CASES
    assert read() == 2


@FORKS
def test_the_first_of_many_collects_for_the_others(own: Runner, doors: Exercise, read: Callable[[], int]) -> None:
    jobs = [own.job(doors, limit=30) for _ in range(5)]
    ended = [result for _, result, event in own.run(jobs) if event["event"] == "ended"]

    assert [len(result.red_tests) for result in ended] == [CASES] * 5
    assert read() == 2


@FORKS
def test_changed_tests_are_collected_anew(judge: Judge, doors: Exercise, read: Callable[[], int]) -> None:
    judge()
    _soon(lambda: read() == 2)
    text = doors.test_file.read_text(encoding="utf-8")
    doors.test_file.write_text(text.replace("def test_one_is_200", "def test_one_is_there"), encoding="utf-8")

    for _ in range(3):
        assert "test_one_is_there" in judge().tests
        assert "test_one_is_200" not in judge().tests


@FORKS
def test_a_changed_readme_is_told(judge: Judge, doors: Exercise, read: Callable[[], int]) -> None:
    judge()
    _soon(lambda: read() == 2)
    text = doors.readme.read_text(encoding="utf-8")
    assert "GET /one" in text
    doors.readme.write_text(text.replace("GET /one", "GET /uno"), encoding="utf-8")

    failure = judge().verdicts["test_one_is_200"].failure

    assert failure
    assert "GET /uno" in failure.asked


def test_tests_that_come_to_no_end_hold_nobody_up(own: Runner, judge: Judge, doors: Exercise) -> None:
    judge()
    text = doors.test_file.read_text(encoding="utf-8")
    doors.test_file.write_text(f"{text}\nwhile True:\n    pass\n", encoding="utf-8")
    endless = own.job(doors)
    own.send(endless)
    time.sleep(1)
    own.stop(endless)
    doors.test_file.write_text(text, encoding="utf-8")

    assert len(judge().red_tests) == CASES


IMPATIENT = "from kata.runner import __main__, run; run.PATIENCE = 2.0; __main__.main()"


@FORKS
def test_where_tests_that_do_not_get_going_stand_is_told(own: Runner, doors: Exercise) -> None:
    text = doors.test_file.read_text(encoding="utf-8")
    doors.test_file.write_text(f"{text}\nwhile True:\n    pass\n", encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-c", IMPATIENT], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as supervisor:
        assert supervisor.stdin
        assert supervisor.stdout
        supervisor.stdin.write(encoded(own.job(doors)))
        supervisor.stdin.flush()
        (ended,) = Lines().feed(supervisor.stdout.readline())
        supervisor.stdin.close()

    places = [f"{shown(doors.test_file)}:{len(text.splitlines()) + more}" for more in (2, 3)]
    assert ended["trouble"] in [f"the tests did not get going within 2 s; it was at {place}" for place in places]


WRITTEN_MEANWHILE = """
import sys
from pathlib import Path
from kata.catalogue import Exercise
from kata.runner import ready

exercise = Exercise(Path(sys.argv[1]))
ahead, start = ready.Ahead(), ready.started
proven = ready.content_of(exercise)
ahead.proven(proven)

def started():
    with exercise.test_file.open("a", encoding="utf-8") as tests:
        tests.write(sys.argv[2])
    return start()

ready.started, ready.MOST = started, 1.0
ahead.collect(exercise)
print(len(ahead.session(proven).items), len(ahead.session(ready.content_of(exercise)).items))
"""


@FORKS
@pytest.mark.parametrize("more", ["\nwhile True:\n    pass\n", "\ndef test_more():\n    pass\n", "\nbroken(\n"])
def test_what_is_written_while_they_are_collected_is_thrown_away(more: str, doors: Exercise, python: Command) -> None:
    """After the tests were found to be the proven ones, and before they are read again."""
    done = python("-c", WRITTEN_MEANWHILE, doors.folder, more)

    assert done.stdout == "0 0\n", done.stderr
    assert doors.test_file.read_text(encoding="utf-8").endswith(more)


def test_tests_that_cannot_be_read_are_told_and_come_back(judge: Judge, doors: Exercise) -> None:
    judge()
    text = doors.test_file.read_text(encoding="utf-8")
    doors.test_file.write_text(f"{text}\ndef broken(:\n", encoding="utf-8")

    assert "the tests cannot be collected" in judge().trouble
    assert "the tests cannot be collected" in judge().trouble
    doors.test_file.write_text(text, encoding="utf-8")
    assert len(judge().red_tests) == CASES


def _noted(patch: pytest.MonkeyPatch) -> list[int]:
    """The sizes of all that is asked of the system's source of randomness from now on."""
    drawn: list[int] = []
    real = os.urandom

    def noting(size: int) -> bytes:
        drawn.append(size)
        return real(size)

    patch.setattr(os, "urandom", noting)
    patch.setattr(random, "_urandom", noting)
    return drawn


@pytest.mark.parametrize("exercise", Catalogue().exercises, ids=lambda exercise: exercise.number)
def test_nothing_is_drawn_by_lot_when_tests_are_collected(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be the same in all runs of a guide, and a learner could write into her answer what a report shows."""
    runpy.run_path(str(exercise.test_file))  # what it imports is imported now
    drawn = _noted(monkeypatch)
    before = random.getstate()

    runpy.run_path(str(exercise.test_file))

    assert drawn == []
    assert random.getstate() == before


def test_what_is_drawn_by_lot_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = _noted(monkeypatch)

    secrets.token_hex(4)
    uuid.uuid4()

    assert drawn == [4, 16]
