"""The interview questions, one at a time; your grade decides when each comes back."""

from __future__ import annotations

import argparse
import random
from collections import deque
from datetime import UTC, datetime
from pathlib import Path

from rich.markdown import Markdown
from rich.padding import Padding

from kata.cards import Box, Flashcard, anki, flashcards
from kata.catalogue import Catalogue, Exercise
from kata.errors import KataError
from kata.screen import Screen

GRADES = {"1": "not known", "2": "hard", "3": "good", "4": "easy"}
SOON = 3
"""How many other cards are asked before one that was not known comes again."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these sections or exercises, such as 3 or 5.7")
    parser.add_argument("--all", action="store_true", help="ask every card, due or not")
    parser.add_argument(
        "--anki",
        nargs="?",
        type=Path,
        const=Path("fastapi-kata.apkg"),
        metavar="FILE",
        help="write an Anki deck instead (default fastapi-kata.apkg)",
    )


def run(options: argparse.Namespace) -> int:
    cards = flashcards(_chosen(options.names))
    screen = Screen()
    if options.anki:
        return _written(screen, cards, options.anki)
    box = Box()
    now = datetime.now(UTC)
    shuffle = random.Random()
    due = shuffle.sample(cards, len(cards)) if options.all else box.due(cards, now, shuffle)
    if not due:
        when = _when(box.next_due(cards) or now, now)
        screen.show(f"No card is due; the next comes back {when}. All of them now: nox -s flashcards -- --all")
        return 0
    screen.show("", f"{_count(len(due))} to ask. Answer aloud, then look.", "")
    asked = _ask(screen, box, due)
    now = datetime.now(UTC)
    following = box.next_due(cards)
    screen.show(
        "", f"{_count(asked)} answered." + (f" The next comes back {_when(following, now)}." if following else "")
    )
    return 0


def _chosen(names: list[str]) -> list[Exercise]:
    """The exercises that `names` stand for, sections in full; all of them without a name."""
    catalogue = Catalogue()
    if not names:
        return list(catalogue.exercises)
    sections = {str(section.number) for section in catalogue.sections}
    chosen = list[Exercise]()
    for name in names:
        whole = name in sections or name.startswith("section")
        chosen += catalogue.section(name).exercises if whole else [catalogue.exercise(name)]
    return list(dict.fromkeys(chosen))


def _ask(screen: Screen, box: Box, due: list[Flashcard]) -> int:
    """Ask cards until none is left or the learner stops; returns how many were graded."""
    waiting, graded = deque(due), 0
    while waiting:
        card = waiting.popleft()
        left = "the last" if not waiting else f"{len(waiting)} more"
        screen.show(f"{card.number} {card.title} · {left}", Padding(Markdown(card.question), (0, 4)))
        if _typed("Enter shows the answer, q ends: ") in ("q", None):
            break
        screen.show(Padding(Markdown(card.answer), (0, 4)))
        rating = _rating()
        if rating is None:
            break
        now = datetime.now(UTC)
        screen.show(f"Comes back {_when(box.grade(card, rating, now), now)}.", "")
        graded += 1
        if rating == 1:
            waiting.insert(min(SOON, len(waiting)), card)
    return graded


def _rating() -> int | None:
    """The learner's grade, or None when she ends."""
    choices = ", ".join(f"{key} {word}" for key, word in GRADES.items())
    while True:
        typed = _typed(f"How was yours? {choices}, q ends: ")
        if typed in ("q", None):
            return None
        if typed in GRADES:
            return int(typed)


def _typed(prompt: str) -> str | None:
    """A line that was typed, or None at the end of input."""
    try:
        return input(prompt).strip().lower()
    except EOFError:
        print()
        return None


def _when(due: datetime, now: datetime) -> str:
    """`in 10 minutes`, `tomorrow`, `in 8 days`."""
    minutes = round((due - now).total_seconds() / 60)
    if minutes < 1:
        return "at once"
    if minutes < 60:
        return "in a minute" if minutes == 1 else f"in {minutes} minutes"
    if minutes < 24 * 60:
        hours = round(minutes / 60)
        return "in an hour" if hours == 1 else f"in {hours} hours"
    days = round(minutes / 60 / 24)
    return "tomorrow" if days == 1 else f"in {days} days"


def _count(cards: int) -> str:
    return "1 card" if cards == 1 else f"{cards} cards"


def _written(screen: Screen, cards: list[Flashcard], target: Path) -> int:
    try:
        anki(cards, target)
    except OSError as error:
        raise KataError(f"{target} cannot be written: {error.strerror}.", "Name another file behind --anki.") from None
    screen.line(f"{_count(len(cards))} in {target}: in Anki, File → Import. A later import updates them.")
    return 0
