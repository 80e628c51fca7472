"""Flashcards between two exercises."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime

from rich.console import RenderableType

from kata.cards import Box, Flashcard, flashcards
from kata.catalogue import Exercise
from kata.state import State
from kata.watch import panels


class Quiz:
    """One card at a time: its question, then its answer, then the learner's grade."""

    def __init__(self, state: State) -> None:
        self._box = Box(state)
        self._card: Flashcard | None = None
        self._answer_shown = False

    def drop(self) -> None:
        self._card = None

    def turn(self, exercises: Sequence[Exercise]) -> list[RenderableType]:
        """A question; the next time, its answer."""
        if self._card and not self._answer_shown:
            self._answer_shown = True
            return panels.card_answer(self._card)
        due = self._box.due(flashcards(exercises), datetime.now(UTC), random.Random())
        if not due:
            self._card = None
            return panels.lines("No card is due. All of them: nox -s flashcards -- --all")
        self._card, self._answer_shown = due[0], False
        return panels.card_question(self._card)

    def grade(self, rating: int) -> list[RenderableType]:
        """The learner's grade for the card whose answer is shown; nothing happens without one."""
        if not self._card or not self._answer_shown:
            return []
        card, self._card = self._card, None
        try:
            due = self._box.grade(card, rating, datetime.now(UTC))
        except OSError as error:
            return panels.lines(f"The grade is not remembered: {error.strerror}.")
        return panels.lines(f"{card.number} {card.title} comes back {due:%d %B %H:%M} UTC. Another one: f")
