"""The guide in plain lines: for terminals without a full screen, for screen readers, and for logs."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial

from rich.console import RenderableType
from rich.text import Text

from kata.catalogue import Exercise
from kata.errors import KataError
from kata.screen import Screen
from kata.watch import panels
from kata.watch.commands import COMMANDS
from kata.watch.editor import start
from kata.watch.files import Files
from kata.watch.guide import Guide


class Plain:
    """Prints what is new, and takes commands as lines."""

    def __init__(self) -> None:
        self.screen = Screen()
        self._actions: queue.Queue[Callable[[], None]] = queue.Queue()
        self.guide = Guide(self._actions.put, self._changed, self._say)
        self.files = Files(
            self.guide.folder,
            lambda exercises: self._actions.put(partial(self.guide.saved, exercises)),
            lambda words: self._actions.put(partial(self._say, words)),
        )
        self._told: object = None
        self._over = False

    def run(self) -> None:
        """Until the learner leaves, or her input ends and she stops it with Ctrl-C."""
        self.files.start()
        threading.Thread(target=self._listen, daemon=True).start()
        try:
            self._turned()
            self.guide.start()
            while not self._over:
                action = self._actions.get()
                try:
                    action()
                except (KataError, OSError) as error:
                    self._say(panels.words(error))
        finally:
            self.files.close()
            self.guide.close()

    def _listen(self) -> None:
        for line in _typed_lines():
            self._actions.put(partial(self._typed, line.strip()))

    def _say(self, words: str) -> None:
        self.screen.show(Text(words))

    def _changed(self, exercise: Exercise, began: bool) -> None:
        if exercise == self.guide.current:
            self._verdict()

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
            self.screen.show(f"{each.letter}  {each.name}: {each.help}")

    def _quit(self) -> None:
        self._over = True

    def _edit(self) -> None:
        opening = self.guide.edit()
        if opening.trouble:
            self.screen.show(opening.trouble)
        elif opening.terminal:  # we read the same input, so that both would get half of what is typed
            self.screen.show(f"Open it in another terminal: {self.guide.place()}")
        else:
            start(opening)

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
        method = next((each.method for each in COMMANDS if typed in (each.letter, each.name)), "")
        self.guide.asked(method)
        if method in own:
            own[method]()
        elif method:
            self._show(getattr(self.guide, method)())
        elif typed in ("1", "2", "3", "4"):
            self._show(self.guide.quiz.grade(int(typed)))
        elif exercise := next((each for each in self.guide.exercises if each.number == typed), None):
            self.guide.go(exercise)
            self._turned()
        elif typed:
            self.screen.show(f"There is no command {typed!r}; ? lists them.")

    def _show(self, parts: list[RenderableType]) -> None:
        self.screen.show("", *parts)


def _typed_lines() -> Iterator[str]:
    """What is typed, by the bare descriptor: a thread that waits in a buffered one would be in the way at the end."""
    rest = b""
    while data := os.read(sys.stdin.fileno(), 4096):
        *lines, rest = (rest + data).split(b"\n")
        yield from (line.decode("utf-8", "replace") for line in lines)
