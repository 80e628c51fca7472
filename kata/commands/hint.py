"""Show the next hint of an exercise, from a nudge to nearly the line."""

from __future__ import annotations

import argparse

from rich.markdown import Markdown
from rich.padding import Padding

from kata.catalogue import Catalogue, shown
from kata.errors import KataError
from kata.readme import read
from kata.screen import Screen
from kata.state import Ladder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="such as 1.3 or ex03")
    parser.add_argument("--restart", action="store_true", help="begin again with the first hint")


def run(options: argparse.Namespace) -> int:
    exercise = Catalogue().exercise(options.exercise)
    hints = read(exercise).hints
    if not hints:
        raise KataError(f"{shown(exercise.readme)} has no hints.", "Add three folded ones under `## Hints`.")
    ladder = Ladder()
    climbed = 0 if options.restart else ladder.climbed(exercise.key)
    step = min(climbed + 1, len(hints))
    ladder.climb(exercise.key, step)
    hint = hints[step - 1]
    screen = Screen()
    screen.show(
        f"{exercise.number} {exercise.title} · hint {step} of {len(hints)} · {hint.summary.partition('· ')[2]}",
        "",
        Padding(Markdown(hint.text), (0, 4)),
        "",
        _onward(exercise.number, step, len(hints)),
    )
    return 0


def _onward(number: str, step: int, hints: int) -> str:
    if step < hints:
        return f"The next one: nox -s hint -- {number}"
    return f"That was the last. From the first: nox -s hint -- {number} --restart"
