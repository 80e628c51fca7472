"""The guide on a full screen: the exercises, the task, the verdict."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import sys
from collections.abc import Callable, Collection
from functools import partial
from typing import ClassVar

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.theme import Theme
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Resize
from textual.geometry import Size
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Footer, OptionList

from kata.cache import Cache
from kata.catalogue import Catalogue, Exercise
from kata.errors import KataError
from kata.state import State
from kata.watch import panels
from kata.watch.commands import COMMANDS
from kata.watch.editor import Opening, edit, start
from kata.watch.files import Files
from kata.watch.guide import Guide
from kata.watch.listing import Listing
from kata.watch.pane import Pane
from kata.watch.report import PAUSE, Report

THEME = Theme({"markdown.h1": "bold", "markdown.h2": "bold underline", "markdown.code": "cyan"})
"""Red is for what is red."""
WIDE, HIGH = 100, 24
"""From so many columns on the list stands beside the rest, and from so many rows on the task above the verdict."""
PATIENCE = 0.25
"""Seconds after which it is said that a run goes on. Most have their first verdict by then."""


class Do(Message):
    """Something to do in the guide's own thread; it may come from any other."""

    def __init__(self, action: Callable[[], None]) -> None:
        super().__init__()
        self.action = action


class GuideApp(App[None]):
    """The full screen."""

    TITLE = "FastAPI kata"
    ENABLE_COMMAND_PALETTE = False
    CSS_PATH = "guide.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(each.key, f"ask('{each.method}')", each.name) for each in COMMANDS],
        *[Binding(str(grade), f"grade({grade})", show=False) for grade in range(1, 5)],
        Binding("escape", "verdict", show=False),
        Binding("ctrl+c", "quit", show=False, priority=True),
    ]

    def __init__(
        self, catalogue: Catalogue | None = None, state: State | None = None, cache: Cache | None = None
    ) -> None:
        super().__init__()
        self.guide = Guide(self._post, self._changed, self._say, catalogue, state, cache)
        self.files = Files(self.guide.folder, self._saved, lambda words: self._post(partial(self._say, words)))
        self.listing = Listing(self.guide)
        self.readme = Pane("task")
        self.verdict = Report(self.guide)
        self._settling: Timer | None = None
        self._drawable = False
        self._shown_task = ""

    def _post(self, action: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the guide has ended meanwhile
            self.post_message(Do(action))

    def _saved(self, exercises: Collection[Exercise]) -> None:
        self._post(partial(self.guide.saved, exercises))

    def on_do(self, message: Do) -> None:
        if not self._drawable:
            return
        try:
            message.action()
        except (KataError, OSError) as error:
            self._say(panels.words(error))

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield self.listing
            with Vertical(id="right"):
                yield self.readme
                yield self.verdict
        yield Footer(compact=True)

    def on_mount(self) -> None:
        self._drawable = True
        self.animation_level = "none"
        self.console.push_theme(THEME)
        if not self.is_headless:
            _end_by_sigterm(self.exit)
        self.guide.start()
        self.files.start()
        self._turned()
        gc.freeze()  # what is there now stays: to look through it again and again takes longer than to draw

    def on_unmount(self) -> None:
        self._drawable = False
        self.files.close()
        self.guide.close()

    def on_resize(self, event: Resize) -> None:
        self.screen.set_class(event.size.width < WIDE, "narrow")
        self.screen.set_class(event.size.height < HIGH, "low")
        # Of two changes at once Textual may see none, while the terminal has lost what it cut off; or take them in the
        # wrong order, when the second signal comes between reading the first size and telling it.
        self.screen.refresh()
        if (size := self._terminal_size() or event.size) != event.size:
            self.post_message(Resize(size, size))

    def _terminal_size(self) -> Size | None:
        """How large the terminal is now, if there is one."""
        if self.is_headless or not sys.__stdout__:
            return None
        try:
            return Size(*os.get_terminal_size(sys.__stdout__.fileno()))
        except OSError:
            return None

    # News

    def _changed(self, exercise: Exercise, began: bool) -> None:
        if not self._drawable:
            return
        if exercise != self.guide.current:
            self.listing.update(exercise)
            return
        if began:
            self.screen.remove_class("tasking")
            self.verdict.began()
        if began or exercise.key not in self.guide.running:
            if self._settling:
                self._settling.stop()
            self._settling = self.set_timer(PATIENCE if began else PAUSE, partial(self._settled, exercise))
        if not began:
            self.verdict.draw_soon()

    def _settled(self, exercise: Exercise) -> None:
        """Draw what the verdict need not wait for: that a run goes on, the list, a task that was pulled."""
        self.listing.update(exercise)
        if exercise == self.guide.current:
            self._show_task()
            self.verdict.draw()

    def _say(self, words: str) -> None:
        self.notify(words, markup=False)

    def _show_task(self) -> None:
        readme = self.guide.readme()
        text = readme.task if readme else "The README of this exercise cannot be read; `git restore` brings it back."
        if text != self._shown_task:
            self._shown_task = text
            self.readme.show(lambda _: [Markdown(text, code_theme="ansi_dark", hyperlinks=False)], home=True)

    # What the learner asks for

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if exercise := self.listing.exercise(event.option_id):
            self.guide.go(exercise)
        self._turned()

    def action_ask(self, method: str) -> None:
        """Do what a key stands for; what goes wrong is told, and the guide stays."""
        own: dict[str, Callable[[], None]] = {
            "run": self.guide.run,
            "next_red": lambda: self._moved(self.guide.next_red()),
            "previous": lambda: self._moved(self.guide.previous()),
            "list": self._list,
            "task": self._toggle_task,
            "edit": lambda: self._edit(self.guide.edit()),
            "help": lambda: self._show(panels.table()),
            "quit": self.exit,
        }
        self.guide.asked(method)
        try:
            if method in own:
                own[method]()
            else:
                self._show(getattr(self.guide, method)(), above=method == "reset")
        except (KataError, OSError) as error:
            self._show(panels.lines(panels.words(error)))

    def action_grade(self, rating: int) -> None:
        if parts := self.guide.quiz.grade(rating):
            self._show(parts)

    def action_verdict(self) -> None:
        """From a hint, a list, a table to the verdict."""
        self.screen.remove_class("listing", "tasking")
        self.screen.set_focus(self.verdict)
        self.verdict.verdict()

    def _show(self, parts: list[RenderableType], *, above: bool = False) -> None:
        """Show what was asked for, in the place of the verdict or `above` it."""
        self.screen.remove_class("listing", "tasking")
        (self.verdict.above if above else self.verdict.panel)(parts)

    def _moved(self, words: str) -> None:
        if words:
            self._say(words)
        self._turned()

    def _turned(self) -> None:
        """Another exercise is at hand."""
        self._show_task()
        self.listing.point()
        self.action_verdict()
        self.verdict.scroll_home(animate=False)

    def _list(self) -> None:
        self.screen.add_class("listing")
        self.listing.point()
        self.screen.set_focus(self.listing)  # at once: the next key may be on its way

    def _toggle_task(self) -> None:
        self.screen.remove_class("listing")
        self.screen.toggle_class("tasking")
        self.screen.set_focus(self.readme if self.screen.has_class("tasking") else self.verdict)

    def _edit(self, opening: Opening) -> None:
        if opening.trouble:
            self._show(panels.lines(opening.trouble))
        elif not opening.terminal:
            start(opening)
        else:
            try:
                with self.suspend():
                    edit(opening)
            except SuspendNotSupported:
                self._show(panels.lines(f"Open it in another terminal: {self.guide.place()}"))


def _end_by_sigterm(end: Callable[[], object]) -> None:
    """A `kill` ends the guide as `q` does, and leaves the terminal as it was. A closed terminal ends it at once."""
    with contextlib.suppress(NotImplementedError):  # Windows
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end)


def run() -> None:
    """Show the guide until the learner leaves it."""
    GuideApp().run()
