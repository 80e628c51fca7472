"""Broken answers: each gets its verdict in words, hurts no other, and leaves nothing behind."""

from __future__ import annotations

import io
import os
import shutil
import sys
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from checks.support import copy_samples
from kata.catalogue import ROOT, Exercise
from kata.result import Result
from kata.runner.client import Runner
from kata.screen import Screen

FAULTS = ROOT / "checks" / "faults"
EXPECTED: dict[str, dict[str, Any]] = tomllib.loads((FAULTS / "expected.toml").read_text(encoding="utf-8"))
SHORT, LONG = 3.0, 30.0
"""Limits in seconds: of an answer that is to run out of time, and of one that is not, on a busy machine either."""
BESIDE = 4
"""One good answer runs beside so many broken ones."""
PATHS = ["fork", "spawn"] if hasattr(os, "fork") else ["spawn"]


@dataclass
class Outcome:
    """What came of one broken answer, and of the good one that ran beside it and a few others."""

    broken: Result
    good: Result
    before: dict[str, bytes]
    after: dict[str, bytes]


def _reason(name: str) -> str:
    """Why this system cannot try a fault, or empty."""
    needs = EXPECTED[name].get("needs", {})
    missing = "call" in needs and not hasattr(os, needs["call"])
    missing |= "platform" in needs and not sys.platform.startswith(needs["platform"])
    return str(needs["reason"]) if missing else ""


def _tried(path: str) -> list[str]:
    """The faults to try on a path: on the second, those that the processes themselves have to cope with."""
    told = {"failed", "broken"}  # by the test process, which is the same on both
    outcomes = {name: set(fault["red"].values()) for name, fault in EXPECTED.items()}
    return [name for name in EXPECTED if path == PATHS[0] or not outcomes[name] or outcomes[name] - told]


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def _limit(name: str) -> float:
    return SHORT if any(f"within {SHORT:g} s" in words for words in EXPECTED[name]["words"]) else LONG


def _place(name: str, folder: Path) -> Path:
    """A section in which the first exercise has the broken answer, the second a good one."""
    section = copy_samples(folder / name)
    main = section / "ex01_doors" / "main.py"
    if name == "missing_main":
        main.unlink()
    else:
        shutil.copyfile(FAULTS / f"{name}.py", main)
    return section


@pytest.fixture(scope="session")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, Outcome]]:
    """All faults of one path, run once, four at a time: most of them only wait."""
    known: dict[str, dict[str, Outcome]] = {}

    def of(path: str) -> dict[str, Outcome]:
        if path not in known:
            known[path] = _run_all(path, tmp_path_factory.mktemp(path).resolve())
        return known[path]

    return of


def _run_all(path: str, folder: Path) -> dict[str, Outcome]:
    names = [name for name in _tried(path) if not _reason(name)]
    sections = {name: _place(name, folder) for name in names}
    before = {name: _files(section) for name, section in sections.items()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KATA_RUNNER", path)
        with Runner(workers=4) as runner:
            jobs = {}
            for number, (name, section) in enumerate(sections.items()):
                if number % BESIDE == 0:
                    jobs[runner.job(Exercise(section / "ex02_sum"), limit=LONG)] = (name, "ex02_sum")
                jobs[runner.job(Exercise(section / "ex01_doors"), limit=_limit(name))] = (name, "ex01_doors")
            ended = {jobs[job]: result for job, result, event in runner.run(jobs) if event["event"] == "ended"}
            supervisor = psutil.Process(runner.pid)
            left = [child for child in supervisor.children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE]
            spares = 1 if path == "spawn" else 0
            assert len(left) == spares, [child.cmdline() for child in left]
    assert not supervisor.is_running()
    good = {name: ended[names[number // BESIDE * BESIDE], "ex02_sum"] for number, name in enumerate(names)}
    return {
        name: Outcome(ended[name, "ex01_doors"], good[name], before[name], _files(section))
        for name, section in sections.items()
    }


_CASES = [pytest.param(path, name, id=f"{path}-{name}") for path in PATHS for name in _tried(path)]


@pytest.mark.parametrize(("path", "name"), _CASES)
def test_fault(path: str, name: str, outcomes: Callable[[str], dict[str, Outcome]]) -> None:
    if reason := _reason(name):
        pytest.skip(reason)
    outcome = outcomes(path)[name]
    result = outcome.broken

    assert {verdict.function: str(verdict.outcome) for verdict in result.red_tests} == EXPECTED[name]["red"]
    assert result.complete
    assert not result.trouble
    assert not result.green, "a section with it must not end with exit code 0"
    text = told(result)
    for words in EXPECTED[name]["words"]:
        assert words in text
    assert outcome.good.green, "the good exercise must not be touched"
    assert outcome.good.passed == 4
    assert outcome.after == outcome.before, "no file may change"


def told(result: Result) -> str:
    """All that a learner reads about a result, on lines that are long enough."""
    file = io.StringIO()
    screen = Screen(file, width=1000)
    screen.show(screen.row(result, 8), screen.details(result, verbose=True))
    return file.getvalue()


def test_there_is_a_file_for_every_fault() -> None:
    assert {path.stem for path in FAULTS.glob("*.py")} | {"missing_main"} == set(EXPECTED)
    assert len(EXPECTED) >= 20
