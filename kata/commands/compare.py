"""Show your answer beside the reference answer, once it is green."""

from __future__ import annotations

import argparse
import difflib
from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.syntax import Syntax
from rich.text import Text

from kata.catalogue import HOME, Catalogue, Exercise, shown
from kata.proof import accepted_of
from kata.reference import Reference, reference_of
from kata.runner.client import Runner
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="such as 1.3 or ex03")
    parser.add_argument("--reveal", action="store_true", help="show the reference though your answer is not green yet")


def run(options: argparse.Namespace) -> int:
    exercise = Catalogue().exercise(options.exercise)
    reference = reference_of(exercise)
    screen = Screen()
    if not options.reveal and (words := _not_yet(exercise)):
        screen.show(*words)
        return 1
    screen.show(*comparison_with(reference, exercise))
    return 0


def comparison_with(reference: Reference, exercise: Exercise) -> Iterator[RenderableType]:
    """How the learner's answer differs from `reference`, where that was read, and other right answers."""
    differences = ["\n".join(_difference(exercise.folder / name, text)) for name, text in reference.files.items()]
    for lines in filter(None, differences):
        yield Syntax(lines, "diff", theme="ansi_dark", background_color="default", word_wrap=True)
    told = [f"The reference: {reference.where}", *filter(None, [reference.age]), *_others(exercise)]
    if not any(differences):
        told.insert(0, f"Your {exercise.number} is the reference answer, to the letter.")
    else:
        told.insert(0, "")
    for line in told:
        yield Text(line, no_wrap=True, overflow="ignore")


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


def _difference(mine: Path, reference: str) -> Iterator[str]:
    """A unified diff from the learner's file to the reference's text."""
    yours = mine.read_text(encoding="utf-8", errors="replace").splitlines() if mine.is_file() else []
    theirs = reference.splitlines()
    return difflib.unified_diff(yours, theirs, f"yours  {shown(mine)}", f"ours   {mine.name}", n=2, lineterm="")


def _others(exercise: Exercise) -> list[str]:
    """The accepted answers, where they are there: other ways that are just as right."""
    paths = list(accepted_of(exercise, HOME / "checks" / "accepted").values())
    if not paths:
        return []
    return ["Just as right, written differently:", *[f"  {shown(path)}" for path in paths]]
