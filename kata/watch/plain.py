"""The guide in plain lines: for terminals without a full screen, for screen readers, and for logs."""

from __future__ import annotations

import queue
import subprocess
import sys
import threading
from collections.abc import Callable

from rich.console import RenderableType
from rich.text import Text

from kata.catalogue import Exercise
from kata.errors import KataError
from kata.screen import Screen
from kata.watch import panels
from kata.watch.files import Files
from kata.watch.guide import COMMANDS, Guide

_News = tuple[str, object]


class Plain:
    """Prints what is new, and takes commands as lines."""

    def __init__(self) -> None:
        self.screen = Screen()
        self._news: queue.Queue[_News] = queue.Queue()
        self.guide = Guide(lambda exercise: self._news.put(("news", exercise)), self._say)
        self.files = Files(self.guide.folder, self.guide.saved, self._say)
        self._told: object = None
        self._over = False

    def _say(self, words: str) -> None:
        self._news.put(("said", words))

    def run(self) -> None:
        """Until the learner leaves, or her input ends and she stops it with Ctrl-C."""
        self.files.start()
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self._turned()
            while not self._over:
                kind, content = self._news.get()
                if kind == "news" and content == self.guide.current:
                    self._verdict()
                elif kind == "said":
                    self.screen.show(Text(str(content)))
                elif kind == "typed":
                    self._typed(str(content))
        finally:
            self.files.close()
            self.guide.close()

    def _listen(self) -> None:
        for line in sys.stdin:
            self._news.put(("typed", line.strip()))

    def _verdict(self) -> None:
        """The verdict on the exercise at hand, once for each run that has ended."""
        result = self.guide.result()
        if result and self.guide.current.key not in self.guide.running and result is not self._told:
            self._told = result
            self.screen.show("", *self.guide.verdict(self.screen))

    def _turned(self) -> None:
        self._told = None
        exercise: Exercise = self.guide.current
        self.screen.show(
            "", Text(f"{exercise.number} {panels.title(exercise)} · type a letter and Enter; ? lists them", "bold")
        )
        self._verdict()

    def _task(self) -> None:
        readme = self.guide.readme()
        self.screen.show("", readme.task if readme else "The README of this exercise cannot be read.")

    def _list(self) -> None:
        for exercise in self.guide.exercises:
            running = exercise.key in self.guide.running
            self.screen.show(panels.state(exercise, self.guide.result(exercise), running))
        self.screen.show("Type a number, such as 3.2, to go there.")

    def _help(self) -> None:
        for each in COMMANDS:
            key = "?" if each.key == "question_mark" else each.key
            self.screen.show(f"{key}  {each.name}: {each.help}")

    def _quit(self) -> None:
        self._over = True

    def _edit(self) -> None:
        opening = self.guide.edit()
        if opening.trouble:
            self.screen.show(opening.trouble)
        else:
            subprocess.run(opening.command, check=False)

    def _moved(self, words: str) -> None:
        if words:
            self.screen.show(words)
        else:
            self._turned()

    def _typed(self, typed: str) -> None:
        """Do what a line stands for: a key or a name of the table, a grade, or the number of an exercise."""
        own: dict[str, Callable[[], None]] = {
            "run": self.guide.run,
            "next_red": lambda: self._moved(self.guide.next_red()),
            "previous": lambda: self._moved(self.guide.previous()),
            "list": self._list,
            "task": self._task,
            "edit": self._edit,
            "help": self._help,
            "quit": self._quit,
        }
        method = next((each.method for each in COMMANDS if typed in (each.key, each.name)), "")
        try:
            if method in own:
                own[method]()
            elif method:
                self._show(getattr(self.guide, method)())
            elif typed in ("1", "2", "3", "4"):
                self._show(self.guide.grade(int(typed)))
            elif exercise := next((each for each in self.guide.exercises if each.number == typed), None):
                self.guide.go(exercise)
                self._turned()
            elif typed:
                self.screen.show(f"There is no command {typed!r}; ? lists them.")
        except (KataError, OSError) as error:
            self.screen.show(str(error))

    def _show(self, parts: list[RenderableType]) -> None:
        self.screen.show("", *parts)
