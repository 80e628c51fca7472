"""The list of all exercises with their state."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from kata.catalogue import Exercise
from kata.watch import panels
from kata.watch.guide import Guide

WIDTH = 32
"""Columns of a line."""


class Listing(OptionList):
    """One line an exercise, below the number of its section."""

    def __init__(self, guide: Guide) -> None:
        super().__init__(id="list")
        self._guide = guide
        self._listed: tuple[Exercise, ...] = ()

    def update(self, exercise: Exercise) -> None:
        """Draw one line anew, or all where other exercises are there."""
        if self._listed != self._guide.exercises:
            self._fill()
        elif exercise in self._listed:
            self.replace_option_prompt(exercise.key, self._row(exercise))

    def point(self) -> None:
        """Highlight the exercise at hand."""
        if self._listed != self._guide.exercises:
            self._fill()
        here = self._guide.current
        self.highlighted = self.get_option_index(here.key) if here in self._listed else None

    def exercise(self, key: str | None) -> Exercise | None:
        """The one of a line, if it is still there."""
        return next((each for each in self._guide.exercises if each.key == key), None)

    def _fill(self) -> None:
        self._listed = self._guide.exercises
        self.clear_options()
        section = None
        for exercise in self._listed:
            if exercise.folder.parent != section:
                section = exercise.folder.parent
                self.add_option(Option(f"Section {exercise.number.partition('.')[0]}", disabled=True))
            self.add_option(Option(self._row(exercise), id=exercise.key))
        self.point()

    def _row(self, exercise: Exercise) -> Text:
        row = panels.state(exercise, self._guide.result(exercise), exercise.key in self._guide.running)
        row.truncate(WIDTH, overflow="ellipsis")
        return row
