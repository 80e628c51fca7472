"""What the guide shows, as Rich renderables, the same on a full screen and in plain lines."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rich.console import Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.styled import Styled
from rich.table import Table
from rich.text import Text

from kata.cards import Flashcard
from kata.catalogue import Exercise, shown
from kata.errors import KataError
from kata.readme import read
from kata.result import Result
from kata.screen import Screen
from kata.verdict import Failure
from kata.watch.commands import COMMANDS


def lines(*texts: str) -> list[RenderableType]:
    return [Text(text, overflow="fold") for text in texts]


def words(error: KataError | OSError) -> str:
    """What is said of something that could not be done."""
    if isinstance(error, OSError):
        return f"{error.strerror or error}{f': {error.filename}' if error.filename else ''}"
    return str(error)


def title(exercise: Exercise) -> str:
    """The exercise's title, or its folder where its README is not there."""
    try:
        return exercise.title
    except KataError:
        return exercise.folder.name


def hint(heading: str, text: str, step: int, count: int) -> list[RenderableType]:
    onward = "h gives the next one." if step < count else "That was the last; h shows it again."
    return [Text(heading, "bold"), Text(), Padding(Markdown(text), (0, 2)), Text(), Text(onward, "dim")]


def card_question(card: Flashcard) -> list[RenderableType]:
    heading = Text(f"{card.number} {card.title}", "bold")
    return [heading, Text(), Markdown(card.question), Text(), Text("Answer aloud, then press f.", "dim")]


def card_answer(card: Flashcard) -> list[RenderableType]:
    ask = Text("How was yours? 1 not known, 2 hard, 3 good, 4 easy", "dim")
    return [*card_question(card)[:3], Text(), Padding(Markdown(card.answer), (0, 2)), Text(), ask]


def place(exercise: Exercise, result: Result | None) -> str:
    """`path:line` to look at: the failure's, if it is in the learner's file; else her first TODO; else her file."""
    verdict = result.first_red if result else None
    found = verdict.failure.place() if verdict and verdict.failure else ""
    if found.startswith(f"{shown(exercise.folder)}/"):
        return found
    first = exercise.readme
    with contextlib.suppress(OSError):  # it may go while we look
        paths = list(exercise.files())
        first = paths[0] if paths else first
        for path in paths:
            if path.suffix not in (".py", ".md"):
                continue
            for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                if "TODO" in text:
                    return f"{shown(path)}:{number}"
    return f"{shown(first)}:1"


def state(exercise: Exercise, result: Result | None, running: bool) -> Text:
    """One exercise of the list: `✓ 3.1 API key`, with what holds where it is red."""
    name = f"{exercise.number:>4} {title(exercise)}"
    if result is None:
        return Text.assemble("… " if running else "· ", (name, "dim"))
    if running:
        return Text.assemble(("… ", "yellow"), name)
    if result.green:
        return Text.assemble(("✓ ", "green"), name)
    count = "" if result.broken or result.trouble else f" {result.held}/{result.requirements}"
    return Text.assemble(("✗ ", "red"), name, (count, "dim"))


class Run(Enum):
    """How far the run of an exercise is."""

    BEGAN = "began"
    """What is known is from the run before."""
    GOES_ON = "goes on"
    ENDED = "ended"


def verdict(
    screen: Screen, exercise: Exercise, result: Result | None, run: Run, seconds: float
) -> list[RenderableType]:
    """The report on one exercise: while it runs, red, or green."""
    name = f"{exercise.number} {title(exercise)}"
    if result is None:
        return lines(f"{name}: running its tests …")
    if run is Run.BEGAN:
        heading = Text.assemble((name, "bold"), (" · running …", "yellow"))
        before = Group(Text("Before this save:"), screen.details(result)) if result.red_tests else ""
        return [heading, Styled(before, "dim")]
    if result.green and run is Run.ENDED:
        return _green(screen, exercise, result, seconds)
    all_in = run is Run.ENDED or (result.complete and bool(result.red_tests))
    counted = f"{name}: {result.held} of {result.requirements} requirements hold"
    parts: list[RenderableType] = [
        Text.assemble((counted, "bold"), ("" if all_in else " · running …", "yellow")),
        Text(place(exercise, result), no_wrap=True, overflow="ignore"),
    ]
    parts += _details(screen, result)
    if all_in:
        parts += [Text(), Text("e opens it · h gives a hint · a save runs the tests again", "dim")]
    return parts


def _details(screen: Screen, result: Result) -> list[RenderableType]:
    """What is said of an exercise that is not green, as `Screen.details` has it, in parts."""
    first = result.first_red
    parts: list[RenderableType] = []
    if first and first.failure:
        parts += [Text(), _failure(screen.console.width, result.exercise, _Same(first.failure))]
    if (others := [verdict for verdict in result.red_tests if verdict is not first]) and not result.broken:
        parts += [Text(), *screen.others(others)]
    if beside := [note for note in (*result.notes, result.trouble) if note]:
        parts += [Text(), *[Text(f"  {result.exercise.number} {note}") for note in beside]]
    return parts


@dataclass(frozen=True, eq=False)
class _Same:
    """A failure, equal only to itself."""

    failure: Failure

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.failure is other.failure

    def __hash__(self) -> int:
        return id(self.failure)


@lru_cache(maxsize=2)
def _failure(width: int, exercise: Exercise, same: _Same) -> RenderableType:
    """The same object for the same failure: while more verdicts come in, it is not rendered again."""
    screen = Screen(width=width)
    screen.console.width = width
    return screen.failure(exercise, same.failure)


def _green(screen: Screen, exercise: Exercise, result: Result, seconds: float) -> list[RenderableType]:
    name = f"{exercise.number} {title(exercise)}"
    minutes = max(1, round(seconds / 60))
    heading = (f"✓ {name} is green: all {result.requirements} requirements hold.", "bold green")
    try:
        readme = read(exercise)
    except KataError as error:
        return [Text.assemble(heading), *lines(str(error))]
    apart = screen.apart([result], f"nox -s section{exercise.number[0]} -- {exercise.number}")
    took = f" You had it before you for {minutes} of its {readme.minutes} minutes." if seconds else ""
    return [
        Text.assemble(heading, took),
        *([apart] if apart else []),
        Text(),
        Text("In the interview", "bold"),
        Markdown(readme.question),
        Padding(Markdown(readme.model_answer), (1, 2)),
        Text("c compares with our answer · n goes on to the next red exercise", "dim"),
    ]


def table() -> list[RenderableType]:
    """The commands, from their one table."""
    grid = Table(box=None, pad_edge=False, show_header=False)
    for each in COMMANDS:
        grid.add_row(Text(each.letter, "bold"), each.name, each.help)
    grid.add_row(Text("Esc", "bold"), "back", "to the verdict")
    return [grid]
