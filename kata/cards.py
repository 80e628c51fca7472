"""The flashcards: every exercise's interview question and model answer, and when each comes back.

When is reckoned by FSRS (the package fsrs), the scheduler that Anki uses as well.
"""

from __future__ import annotations

import contextlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import fsrs
from markdown_it import MarkdownIt

from kata.catalogue import Exercise
from kata.readme import read
from kata.state import State

_DECK, _MODEL = 1731620417, 1731620418
"""Anki knows a deck and a kind of note by these numbers: with others, an import would double every card."""


@dataclass(frozen=True)
class Flashcard:
    """One question; texts are Markdown. `key` stays the same when they are reworded."""

    key: str
    number: str
    title: str
    section: str
    question: str
    answer: str


def flashcards(exercises: Iterable[Exercise]) -> list[Flashcard]:
    """The cards of `exercises`; one whose README asks nothing has none."""
    return [
        Flashcard(
            exercise.key,
            exercise.number,
            exercise.title,
            exercise.folder.parent.name,
            readme.question,
            readme.model_answer,
        )
        for exercise in exercises
        if (readme := read(exercise)).question
    ]


class Box:
    """Which cards are due, by the grades that were given."""

    def __init__(self, state: State | None = None) -> None:
        self._state = state or State()
        self._scheduler = fsrs.Scheduler(enable_fuzzing=False)

    def _known(self) -> dict[str, fsrs.Card]:
        known = dict[str, fsrs.Card]()
        for key, value in self._state.table("cards").items():
            with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):  # not ours: a new card
                known[key] = fsrs.Card.from_dict(value)
        return known

    def due(self, cards: Sequence[Flashcard], now: datetime, shuffle: random.Random) -> list[Flashcard]:
        """The cards to ask at `now`: first those that come back, longest overdue first, then new ones, shuffled."""
        known = self._known()
        again = sorted(
            (card for card in cards if card.key in known and known[card.key].due <= now),
            key=lambda card: known[card.key].due,
        )
        new = [card for card in cards if card.key not in known]
        shuffle.shuffle(new)
        return again + new

    def grade(self, card: Flashcard, rating: int, now: datetime) -> datetime:
        """Remember a grade, 1 (not known) to 4 (easy); returns when the card comes back."""
        before = self._known().get(card.key) or fsrs.Card(card_id=0, due=now)
        after, _ = self._scheduler.review_card(before, fsrs.Rating(rating), now)
        value: Any = after.to_dict()
        self._state.put("cards", card.key, value)
        return after.due

    def next_due(self, cards: Sequence[Flashcard]) -> datetime | None:
        """When the first of `cards` comes back; None if none was ever graded."""
        known = self._known()
        return min((known[card.key].due for card in cards if card.key in known), default=None)


def anki(cards: Sequence[Flashcard], target: Path) -> None:
    """Write `cards` to `target` as an Anki deck: stable ids, so that a later import updates; a tag for each section."""
    import genanki  # a third of this module's time

    markdown = MarkdownIt("commonmark")
    model = genanki.Model(
        _MODEL,
        "FastAPI kata",
        fields=[{"name": "Question"}, {"name": "Answer"}, {"name": "Exercise"}],
        templates=[
            {
                "name": "Question",
                "qfmt": "{{Question}}",
                "afmt": '{{FrontSide}}<hr id="answer">{{Answer}}<p><small>{{Exercise}}</small></p>',
            }
        ],
        css=".card { font-family: sans-serif; font-size: 20px; max-width: 36em; margin: 1em auto; text-align: left; }",
    )
    deck = genanki.Deck(_DECK, "FastAPI kata")
    for card in cards:
        fields = [markdown.render(card.question), markdown.render(card.answer), f"{card.number} {card.title}"]
        deck.add_note(genanki.Note(model, fields, guid=genanki.guid_for(card.key), tags=[card.section]))
    genanki.Package(deck).write_to_file(str(target))
