"""The guide on a full screen: the exercises, the task, the verdict."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import App, ComposeResult, SuspendNotSupported
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.message import Message
from textual.widgets import Footer, Markdown, OptionList, Static
from textual.widgets.option_list import Option

from kata.cache import Cache
from kata.catalogue import Catalogue, Exercise
from kata.errors import KataError
from kata.screen import Screen
from kata.state import State
from kata.watch import panels
from kata.watch.files import Files
from kata.watch.guide import COMMANDS, Guide

WIDE, HIGH = 100, 24
"""From so many columns on the list stands beside the rest, and from so many rows on the task above the verdict."""


class News(Message):
    """Something is known of an exercise that was not; it may come from any thread."""

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self.exercise = exercise


class Said(Message):
    """A sentence for the learner; it may come from any thread."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words = words


class GuideApp(App[None]):
    """The full screen."""

    TITLE = "FastAPI kata"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #list { width: 34; border: none; background: $surface; scrollbar-size-vertical: 1; }
    #task-pane { height: 2fr; border-bottom: solid $panel; scrollbar-size-vertical: 1; }
    #task { padding: 0 1; }
    #verdict-pane { height: 3fr; scrollbar-size-vertical: 1; }
    #verdict { padding: 0 1; height: auto; }
    .narrow #list, .low #task-pane { display: none; }
    .narrow.listing #list { display: block; width: 1fr; }
    .narrow.listing #right { display: none; }
    .low.tasking #task-pane { display: block; height: 1fr; }
    .low.tasking #verdict-pane { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *[Binding(each.key, f"ask('{each.method}')", each.name) for each in COMMANDS],
        *[Binding(str(grade), f"grade({grade})", show=False) for grade in range(1, 5)],
        Binding("escape", "verdict", show=False),
    ]

    def __init__(
        self, catalogue: Catalogue | None = None, state: State | None = None, cache: Cache | None = None
    ) -> None:
        super().__init__()
        self.guide = Guide(self._news, self._say, catalogue, state, cache)
        self.files = Files(self.guide.folder, self.guide.saved, self._say)
        self._panel: list[RenderableType] = []
        self._painting = False
        self._drawable = False
        self._told_task = ""

    def _news(self, exercise: Exercise) -> None:
        self.post_message(News(exercise))

    def _say(self, words: str) -> None:
        self.post_message(Said(words))

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield OptionList(id="list")
            with Vertical(id="right"):
                with VerticalScroll(id="task-pane"):
                    yield Markdown(id="task", open_links=False)
                with VerticalScroll(id="verdict-pane"):
                    yield Static(id="verdict")
        yield Footer()

    def on_mount(self) -> None:
        self._drawable = True
        self.files.start()
        self._fill_list()
        self._turned()
        self.query_one("#verdict-pane").focus()

    def on_unmount(self) -> None:
        self._drawable = False
        self.files.close()
        self.guide.close()

    def on_resize(self, event: Resize) -> None:
        self.screen.set_class(event.size.width < WIDE, "narrow")
        self.screen.set_class(event.size.height < HIGH, "low")
        self._paint_soon()

    # News

    def on_news(self, message: News) -> None:
        if not self._drawable:
            return  # all of it is drawn at the start
        if self.query_one("#list", OptionList).option_count != self._rows():
            self._fill_list()
        self._show_state(message.exercise)
        if message.exercise == self.guide.current:
            if message.exercise.key in self.guide.running:
                self._panel = []  # a save: what came of it is what matters now
            self._paint_soon()

    def on_said(self, message: Said) -> None:
        self.notify(message.words)

    def _paint_soon(self) -> None:
        """Draw the verdict, once for all news that are waiting."""
        if self._drawable and not self._painting:
            self._painting = True
            self.call_later(self._paint)

    def _paint(self) -> None:
        self._painting = False
        width = max(20, self.query_one("#verdict-pane").size.width - 3)
        parts = self._panel or self.guide.verdict(Screen(width=width))
        self.query_one("#verdict", Static).update(Group(*parts))

    def _show_task(self) -> None:
        """The README down to its hints, if it has changed."""
        readme = self.guide.readme()
        text = readme.task if readme else "The README of this exercise cannot be read; `git restore` brings it back."
        if text != self._told_task:
            self._told_task = text
            self.query_one("#task", Markdown).update(text)

    # The list

    def _rows(self) -> int:
        return len(self.guide.exercises) + len({each.folder.parent for each in self.guide.exercises})

    def _fill_list(self) -> None:
        options = self.query_one("#list", OptionList)
        options.clear_options()
        section = None
        for exercise in self.guide.exercises:
            if exercise.folder.parent != section:
                section = exercise.folder.parent
                options.add_option(Option(Text(f"Section {exercise.number[0]}", "dim"), disabled=True))
            options.add_option(Option(self._row(exercise), id=exercise.key))

    def _row(self, exercise: Exercise) -> Text:
        row = panels.state(exercise, self.guide.result(exercise), exercise.key in self.guide.running)
        row.truncate(32, overflow="ellipsis")
        return row

    def _show_state(self, exercise: Exercise) -> None:
        if exercise in self.guide.exercises:
            self.query_one("#list", OptionList).replace_option_prompt(exercise.key, self._row(exercise))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        exercise = next(each for each in self.guide.exercises if each.key == event.option_id)
        self.guide.go(exercise)
        self._turned()

    # What the learner asks for

    def action_ask(self, method: str) -> None:
        """Do what a key stands for; what goes wrong is told, and the guide stays."""
        own: dict[str, Callable[[], None]] = {
            "run": self.guide.run,
            "next_red": lambda: self._moved(self.guide.next_red()),
            "previous": lambda: self._moved(self.guide.previous()),
            "list": self._list,
            "task": self._toggle_task,
            "edit": self._edit,
            "help": lambda: self._show([_table()]),
            "quit": self.exit,
        }
        try:
            if method in own:
                own[method]()
            else:
                self._show(getattr(self.guide, method)())
        except (KataError, OSError) as error:
            self._show(panels.lines(str(error)))

    def action_grade(self, rating: int) -> None:
        if parts := self.guide.grade(rating):
            self._show(parts)

    def action_verdict(self) -> None:
        """From a hint, a list, a table to the verdict."""
        self._panel = []
        self.screen.remove_class("listing", "tasking")
        self.query_one("#verdict-pane").focus()
        self._paint_soon()

    def _show(self, parts: list[RenderableType]) -> None:
        self._panel = parts
        self.screen.remove_class("listing", "tasking")
        self._paint_soon()
        self.query_one("#verdict-pane").scroll_home(animate=False)

    def _moved(self, words: str) -> None:
        if words:
            self.notify(words)
        self._turned()

    def _turned(self) -> None:
        """Another exercise is at hand."""
        self._panel = []
        self._show_task()
        options = self.query_one("#list", OptionList)
        options.highlighted = options.get_option_index(self.guide.current.key)
        self.query_one("#task-pane").scroll_home(animate=False)
        self.action_verdict()

    def _list(self) -> None:
        self.screen.add_class("listing")
        self.query_one("#list").focus()

    def _toggle_task(self) -> None:
        self._show_task()
        self.screen.toggle_class("tasking")
        self.query_one("#task-pane").focus()

    def _edit(self) -> None:
        opening = self.guide.edit()
        if opening.trouble:
            self._show(panels.lines(opening.trouble))
        elif not opening.terminal:
            subprocess.Popen(opening.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        else:
            try:
                with self.suspend():
                    subprocess.run(opening.command, check=False)
            except SuspendNotSupported:
                self._show(panels.lines(f"Open it in another terminal: {self.guide.place()}"))


def _table() -> RenderableType:
    """The commands, from their one table."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for each in COMMANDS:
        table.add_row(Text("?" if each.key == "question_mark" else each.key, "bold"), each.name, each.help)
    table.add_row(Text("Esc", "bold"), "back", "to the verdict")
    return table


def run() -> None:
    """Show the guide until the learner leaves it."""
    os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
    GuideApp().run()
