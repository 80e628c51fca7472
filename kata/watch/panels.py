"""What the guide shows, as Rich renderables, the same on a full screen and in plain lines."""

from __future__ import annotations

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from kata.cards import Flashcard
from kata.catalogue import Exercise, shown
from kata.errors import KataError
from kata.readme import read
from kata.result import Result
from kata.screen import Screen


def lines(*texts: str) -> list[RenderableType]:
    return [Text(text, overflow="fold") for text in texts]


def title(exercise: Exercise) -> str:
    """The exercise's title, or its folder where its README is not there."""
    try:
        return exercise.title
    except (KataError, OSError, UnicodeDecodeError):
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
    for path in exercise.files():
        if path.suffix not in (".py", ".md"):
            continue
        for number, text in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            if "TODO" in text:
                return f"{shown(path)}:{number}"
    first = next(exercise.files(), exercise.readme)
    return f"{shown(first)}:1"


def state(exercise: Exercise, result: Result | None, running: bool) -> Text:
    """One exercise of the list: `✓ 3.1 API key`, with what holds where it is red."""
    name = f"{exercise.number:>4} {title(exercise)}"
    if result is None:
        return Text.assemble("… " if running else "· ", (name, "dim"))
    if result.green:
        return Text.assemble(("✓ ", "green"), name)
    count = "" if result.broken or result.trouble else f" {result.held}/{result.requirements}"
    return Text.assemble(("… ", "yellow") if running else ("✗ ", "red"), name, (count, "dim"))


def verdict(
    screen: Screen, exercise: Exercise, result: Result | None, running: bool, seconds: float
) -> list[RenderableType]:
    """The report on one exercise: while it runs, red, or green."""
    name = f"{exercise.number} {title(exercise)}"
    if result is None:
        return lines(f"{name}: running its tests …")
    if result.green and not running:
        return _green(name, exercise, result, seconds)
    counted = f"{name}: {result.held} of {result.requirements} requirements hold"
    heading = Text.assemble((counted, "bold"), (" · running …" if running else "", "yellow"))
    parts: list[RenderableType] = [heading]
    if result.trouble or result.red_tests or result.notes:
        parts.append(screen.details(result))
    if not running:
        parts += [Text(), Text(place(exercise, result), no_wrap=True, overflow="ignore")]
        parts.append(Text("e opens it · h gives a hint · a save runs the tests again", "dim"))
    return parts


def _green(name: str, exercise: Exercise, result: Result, seconds: float) -> list[RenderableType]:
    try:
        readme = read(exercise)
    except KataError as error:
        return lines(str(error))
    minutes = max(1, round(seconds / 60))
    took = f" You had it before you for {minutes} of its {readme.minutes} minutes." if seconds else ""
    return [
        Text.assemble((f"✓ {name} is green: all {result.requirements} requirements hold.", "bold green"), took),
        Text(),
        Text("In the interview", "bold"),
        Markdown(readme.question),
        Padding(Markdown(readme.model_answer), (1, 2)),
        Text("c compares with our answer · n goes on to the next red exercise", "dim"),
    ]
