"""How long you wait for a verdict, as ratios to plain runs on this machine in the same minutes."""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rich.table import Table

from kata.bench.watcher import pytest_watcher
from kata.catalogue import ROOT, Catalogue, Exercise, Section
from kata.errors import KataError
from kata.proof import gather
from kata.runner.client import Runner
from kata.screen import Screen

TESTS = 10
"""The exercise whose number of tests is nearest to this one is measured."""


@dataclass(frozen=True)
class Row:
    """One line of the table: seconds of each run, and what they are compared with."""

    name: str
    seconds: list[float]
    against: str = ""
    base: list[float] | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def ratio(self, of: Callable[[list[float]], float]) -> str:
        return f"{of(self.seconds) / statistics.median(self.base):.2f}" if self.base else "1"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--runs", type=int, default=20, help="how often each is run (default 20)")
    parser.add_argument("--nox", default="", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    if options.runs < 1:
        raise KataError(f"bench: --runs is {options.runs}.", "Take 1 or more.")
    section = Catalogue().sections[0]
    exercise = min(section.exercises, key=lambda each: abs(_number_of_tests(each) - TESTS))
    screen = Screen()
    screen.show(
        f"{exercise.number} {exercise.title}, the stub, {options.runs} runs each; the machine should be idle.\n"
    )
    bare = _bare(exercise, options.runs)
    with Runner(workers=1) as runner:
        first, last = _verdicts(runner, exercise, options.runs)
        rows = [
            Row("bare: a loop in a warm process", bare),
            Row("runner, to the first red verdict", first, "bare", bare),
            Row("runner, to the last", last, "bare", bare),
            *_from_a_save(exercise, options.runs, bare),
            Row("python -m pytest", _cold(exercise.folder, options.runs), "bare", bare),
        ]
    if options.nox:
        nox, plain = _section(section, options.nox, options.runs)
        rows += [Row(f"pytest on {section.name}", plain), Row(f"nox -s {section.name}", nox, "pytest", plain)]
    screen.show(_table(rows))
    verdicts, seconds = _proof(section)
    screen.show(f"\nProof of {section.name}: {verdicts} verdicts in {seconds:.1f} s, {verdicts / seconds:.1f} a second")
    return 0


def _from_a_save(exercise: Exercise, runs: int, bare: list[float]) -> list[Row]:
    """The guide and pytest-watcher, each from the write of the file to what is on the screen then."""
    rows = [Row("pytest-watcher, from a save", watcher := pytest_watcher(exercise, runs), "bare", bare)]
    if os.name != "posix":
        return rows  # no terminal to look at
    from kata.bench.guide import guide

    first, last = guide(exercise, runs)
    return [
        Row("guide, from a save to the first red", first, "bare", bare),
        Row("guide, from a save to the last", last, "bare", bare),
        *rows,
        Row("guide, from a save to the last", last, "pytest-watcher", watcher),
    ]


def _table(rows: list[Row]) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in ("", "median", "worst", "ratio", "worst ratio", "to"):
        table.add_column(heading, justify="left" if heading in ("", "to") else "right")
    for row in rows:
        worst = f"{max(row.seconds) * 1000:.0f} ms"
        table.add_row(
            row.name, f"{row.median * 1000:.0f} ms", worst, row.ratio(statistics.median), row.ratio(max), row.against
        )
    return table


def _number_of_tests(exercise: Exercise) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", exercise.folder],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return sum("::" in line for line in done.stdout.splitlines())


def _bare(exercise: Exercise, runs: int) -> list[float]:
    """Seconds for each round of the plain loop, which a process of its own runs (`kata.bare`)."""
    command = [sys.executable, "-m", "kata.bare", str(exercise.folder), str(runs)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return [float(seconds) for seconds in json.loads(done.stdout.splitlines()[-1])]


def _verdicts(runner: Runner, exercise: Exercise, runs: int) -> tuple[list[float], list[float]]:
    """Seconds from the start signal to the first red verdict, and to the last, of a warm runner."""
    first, last = [], []
    for number in range(runs + 1):  # the first is the warm-up
        began = time.perf_counter()
        red = ended = 0.0
        for _, result, event in runner.run([runner.job(exercise)]):
            if event["event"] == "verdict":
                ended = time.perf_counter() - began
                red = red or (ended if result.red_tests else 0.0)
        if number:
            first.append(red)
            last.append(ended)
    return first, last


def _timed(command: list[str | Path], runs: int) -> list[float]:
    seconds = []
    for number in range(runs + 1):
        began = time.perf_counter()
        subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        if number:
            seconds.append(time.perf_counter() - began)
    return seconds


def _cold(folder: Path, runs: int) -> list[float]:
    return _timed([sys.executable, "-m", "pytest", "-q", folder], runs)


def _section(section: Section, nox: str, runs: int) -> tuple[list[float], list[float]]:
    """Seconds of `nox -s section1` and of plain pytest in the same environment, in turn."""
    python = ROOT / ".nox" / section.name / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    through_nox: list[float] = []
    plain: list[float] = []
    _timed([nox, "-m", "nox", "-s", section.name], 0)
    for _ in range(runs):
        through_nox += _timed([nox, "-m", "nox", "-s", section.name], 1)[:1]
        plain += _timed([python, "-m", "pytest", "-q", section.folder], 1)[:1]
    return through_nox, plain


def _proof(section: Section) -> tuple[int, float]:
    """How many answers were judged, and in how many seconds."""
    with Runner() as runner, tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        began = time.perf_counter()
        verdicts = 0
        for exercise in section.exercises:
            evidence = gather(runner, exercise, Path(scratch) / exercise.number)
            verdicts += 2 + len(evidence.accepted) + len(evidence.rejected) + len(evidence.orders) + len(evidence.alone)
        return verdicts, time.perf_counter() - began
