"""What the learner sees, word for word.

A change of wording shows in review: `pytest checks/test_golden.py --update-golden` writes the files anew.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from checks.support import copy_samples
from kata.catalogue import ROOT, Section
from kata.runner.client import Runner
from kata.screen import Screen

GOLDEN = ROOT / "checks" / "golden"
FAULTS = ROOT / "checks" / "faults"
ANSWERS = (
    "stub",
    "missing_main",
    "wrong_status",
    "wrong_body",
    "missing_header",
    "no_json",
    "long_answer",
    "crash",
    "crash_in_lifespan",
    "syntax_error",
    "import_error",
    "no_app",
    "sys_exit_in_handler",
    "loop_sync",
    "exit_in_handler",
    "chdir",
)


def screen_of(runner: Runner, section: Section, width: int, *, verbose: bool = False) -> str:
    """What `nox -s section9` would print, with `exercises` for the scratch folder."""
    jobs = [runner.job(exercise, limit=4) for exercise in section.exercises]
    results = {job.id: result for job, result, event in runner.run(jobs) if event["event"] == "ended"}
    file = io.StringIO()
    screen = Screen(file, width=width)
    screen.show(screen.heading(section))
    ordered = [results[job.id] for job in jobs]
    for result in ordered:
        screen.show(screen.row(result, 5))
    screen.show(screen.section(section, ordered, verbose=verbose))
    return file.getvalue().replace(str(section.folder.parent), "exercises")


def compare(name: str, text: str, *, update: bool) -> None:
    path = GOLDEN / f"{name}.txt"
    if update:
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.is_file(), f"checks/golden/{name}.txt is missing: run with --update-golden"
    assert text == path.read_text(encoding="utf-8")


def answered(name: str, folder: Path) -> Section:
    section = copy_samples(folder.resolve())
    main = section / "ex01_doors" / "main.py"
    if name == "missing_main":
        main.unlink()
    elif name != "stub":
        shutil.copyfile(FAULTS / f"{name}.py", main)
    return Section(section)


@pytest.mark.parametrize("name", ANSWERS)
def test_screen(name: str, runner: Runner, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = screen_of(runner, answered(name, tmp_path), 80)

    compare(name, text, update=request.config.getoption("--update-golden"))


def test_screen_of_60_columns(runner: Runner, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = screen_of(runner, answered("wrong_body", tmp_path), 60)

    assert max(len(line) for line in text.splitlines() if ".py:" not in line and "nox -s" not in line) <= 60
    compare("narrow", text, update=request.config.getoption("--update-golden"))


def test_verbose_screen(runner: Runner, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = screen_of(runner, answered("stub", tmp_path), 80, verbose=True)

    compare("verbose", text, update=request.config.getoption("--update-golden"))


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*ANSWERS, "narrow", "verbose"}
    assert len(ANSWERS) >= 12
