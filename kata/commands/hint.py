"""Show the next hint of an exercise, from a nudge to nearly the line."""

from __future__ import annotations

import argparse
import contextlib

from rich.markdown import Markdown
from rich.padding import Padding

from kata.catalogue import Catalogue, Exercise, shown
from kata.errors import KataError
from kata.readme import read
from kata.screen import Screen
from kata.state import Ladder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="such as 1.3 or ex03")
    parser.add_argument("--restart", action="store_true", help="begin again with the first hint")


def run(options: argparse.Namespace) -> int:
    exercise = Catalogue().exercise(options.exercise)
    heading, text, step, count = next_hint(exercise, restart=options.restart)
    Screen().show(heading, "", Padding(Markdown(text), (0, 4)), "", _onward(exercise.number, step, count))
    return 0


def next_hint(exercise: Exercise, *, restart: bool = False, ladder: Ladder | None = None) -> tuple[str, str, int, int]:
    """Climb one step: a heading, the hint as Markdown, which one it is, and of how many; `KataError` without hints.

    A clone that cannot be written to does not remember it, and gives the same hint again.
    """
    hints = read(exercise).hints
    if not hints:
        raise KataError(f"{shown(exercise.readme)} has no hints.", "Add three folded ones under `## Hints`.")
    ladder = ladder or Ladder()
    climbed = 0 if restart else ladder.climbed(exercise.key)
    step = min(climbed + 1, len(hints))
    with contextlib.suppress(OSError):
        ladder.climb(exercise.key, step)
    hint = hints[step - 1]
    summary = hint.summary.partition("· ")[2]
    heading = f"{exercise.number} {exercise.title} · hint {step} of {len(hints)} · {summary}"
    return heading, hint.text, step, len(hints)


def _onward(number: str, step: int, hints: int) -> str:
    if step < hints:
        return f"The next one: nox -s hint -- {number}"
    return f"That was the last. From the first: nox -s hint -- {number} --restart"
