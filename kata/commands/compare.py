"""Show your answer beside the reference answer, once it is green."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path

from rich.syntax import Syntax

from kata.catalogue import ROOT, Catalogue, Exercise, shown
from kata.errors import KataError
from kata.runner.client import Runner
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="such as 1.3 or ex03")
    parser.add_argument("--reveal", action="store_true", help="show the reference though your answer is not green yet")


def run(options: argparse.Namespace) -> int:
    exercise = Catalogue().exercise(options.exercise)
    reference = ROOT / "solutions" / exercise.key
    if not reference.is_dir():
        raise KataError(f"{shown(reference)} is missing.", f"There is no reference answer to {exercise.number} here.")
    screen = Screen()
    if not options.reveal and (words := _not_yet(exercise)):
        screen.show(*words)
        return 1
    for path in sorted(reference.rglob("*.py")):
        mine = exercise.folder / path.relative_to(reference)
        lines = list(_difference(mine, path))
        if lines:
            screen.show(Syntax("\n".join(lines), "diff", theme="ansi_dark", background_color="default", word_wrap=True))
        else:
            screen.line(f"{shown(mine)} is the reference answer, to the letter.")
    for line in ("", f"The reference: {shown(reference)}", *_others(exercise)):
        screen.line(line)
    return 0


def _not_yet(exercise: Exercise) -> list[str]:
    """What to do instead while the answer is red; empty when it is green."""
    with Runner(workers=1) as runner:
        result = next(result for _, result, event in runner.run([runner.job(exercise)]) if event["event"] == "ended")
    if result.green:
        return []
    number = exercise.number
    return [
        f"{number} {exercise.title} is not green yet: {result.held} of {result.requirements} requirements hold.",
        f"See what is red: nox -s section{number[0]} -- {number} · a hint: nox -s hint -- {number}",
        f"Or give up on it for now: nox -s compare -- {number} --reveal",
    ]


def _difference(mine: Path, reference: Path) -> Iterator[str]:
    """A unified diff from the learner's file to the reference."""
    yours = mine.read_text(encoding="utf-8").splitlines() if mine.is_file() else []
    theirs = reference.read_text(encoding="utf-8").splitlines()
    return difflib.unified_diff(yours, theirs, f"yours  {shown(mine)}", f"ours   {shown(reference)}", n=2, lineterm="")


def _others(exercise: Exercise) -> list[str]:
    """The accepted answers, where they are there: other ways that are just as right."""
    folder = ROOT / "checks" / "accepted" / exercise.key
    paths = [path for path in sorted(folder.glob("*")) if path.suffix == ".py" or (path / "main.py").is_file()]
    if not paths:
        return []
    return ["Just as right, written differently:", *[f"  {shown(path)}" for path in paths]]
