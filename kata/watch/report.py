"""The pane with the verdict, or with what the learner has asked for."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import RenderableType
from textual.timer import Timer

from kata.result import Result
from kata.screen import Screen
from kata.watch.guide import Guide
from kata.watch.pane import Pane

PAUSE = 0.1
"""Seconds that everything waits which is not the first red verdict, or the last: that a run goes on, the list."""


class Report(Pane):
    """Draws the first red verdict and the last at once, and what comes between them in steps."""

    def __init__(self, guide: Guide) -> None:
        super().__init__("verdict")
        self._guide = guide
        self._panel: list[RenderableType] = []
        self._above: list[RenderableType] = []
        self._coming = False
        self._drawn: Result | None = None
        self._later: Timer | None = None

    def panel(self, parts: Sequence[RenderableType]) -> None:
        """Show `parts` in the place of the verdict, until the next save."""
        self._panel, self._above = list(parts), []
        self.draw(home=True)

    def above(self, parts: Sequence[RenderableType]) -> None:
        """Show `parts` above the verdict, until something is asked for."""
        self._panel, self._above = [], [*parts, ""]
        self.draw(home=True)

    def verdict(self) -> None:
        """From what was asked for to the verdict, by the learner's wish."""
        self._panel, self._above = [], []
        self.draw()

    def began(self) -> None:
        """A save: what comes of it is what matters now."""
        self._panel = []

    def draw_soon(self) -> None:
        """There is news."""
        if self._guide.result() is not self._drawn or not self._guide.going_on:
            if not self._coming:
                self._coming = True
                self.call_later(self.draw)  # once for all news that are waiting
        elif self._later is None:
            self._later = self.set_timer(PAUSE, self.draw)

    def draw(self, *, home: bool = False) -> None:
        self._coming = False
        if self._later:
            self._later.stop()
            self._later = None
        self._drawn = self._guide.result()
        self.show(self._parts, home=home)

    def _parts(self, width: int) -> Sequence[RenderableType]:
        if self._panel:
            return self._panel
        screen = Screen(width=width)
        screen.console.width = width  # also below the least that is used elsewhere
        return [*self._above, *self._guide.verdict(screen)]
