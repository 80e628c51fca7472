"""The mock interview: a clock that a closed terminal does not stop, and what is said when it has run out."""

from __future__ import annotations

import contextlib
import math
import re
import time
from collections.abc import Callable, Iterator

from rich.console import RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

from kata.catalogue import Exercise, shown
from kata.errors import KataError
from kata.readme import Readme, read
from kata.result import Result
from kata.screen import INDENT, Screen
from kata.state import State
from kata.verdict import Outcome

MARKS = (10 * 60, 5 * 60, 60)
"""Seconds before the end at which the time that is left is told without being asked."""
_SECTION = re.compile(r"\(section (\d)\)$")


class Clock:
    """When the mock was started, in wall clock time, remembered between commands.

    `seconds` is how long it lasts, `now` a clock that counts seconds.
    """

    def __init__(self, seconds: float, state: State | None = None, now: Callable[[], float] = time.time) -> None:
        self.seconds = seconds
        self._state = state or State()
        self._now = now
        self._here: float | None = None  # where nothing can be written, it runs as long as this command

    @property
    def started(self) -> float | None:
        """When it was started, or None where it does not run; a time to come is not ours."""
        at = self._state.table("mock").get("started", self._here)
        return at if isinstance(at, int | float) and not isinstance(at, bool) and at <= self._now() else None

    def start(self) -> None:
        self._put(self._now())

    def forget(self) -> None:
        """The mock is over: the next one begins anew."""
        self._put(None)

    def _put(self, started: float | None) -> None:
        self._here = started
        with contextlib.suppress(OSError):
            self._state.put("mock", "started", started)

    @property
    def used(self) -> float:
        """Seconds since it was started; none where it does not run."""
        started = self.started
        return 0.0 if started is None else self._now() - started

    @property
    def left(self) -> float:
        """Seconds until the end, below zero when the time is up."""
        return self.seconds - self.used


def trained(requirements: tuple[str, ...]) -> list[int]:
    """The section that each requirement trains, as `(section 3)` at its end says; `KataError` where one says none."""
    found = [_SECTION.search(requirement.rstrip(" .")) for requirement in requirements]
    if not requirements or None in found:
        missing = found.index(None) + 1 if None in found else 1
        raise KataError(
            f"The README of the mock does not say which section requirement {missing} trains.",
            "Write `(section 3)` at its end.",
        )
    return [int(match[1]) for match in found if match]


def met(result: Result | None) -> set[int]:
    """The requirements that hold: every test of theirs has passed."""
    if result is None or result.trouble:
        return set()
    passed = {test for test, verdict in result.verdicts.items() if verdict.outcome is Outcome.PASSED}
    return set(result.tests.values()) - {number for test, number in result.tests.items() if test not in passed}


def to_repeat(requirements: tuple[str, ...], held: set[int]) -> dict[int, list[int]]:
    """The sections to repeat, each with the requirements that do not hold."""
    sections: dict[int, list[int]] = {}
    for number, section in enumerate(trained(requirements), start=1):
        if number not in held:
            sections.setdefault(section, []).append(number)
    return dict(sorted(sections.items()))


class Interview:
    """What is shown of one mock, line by line."""

    def __init__(self, exercise: Exercise, clock: Clock, screen: Screen) -> None:
        self.exercise = exercise
        self.clock = clock
        self.screen = screen
        self.result: Result | None = None
        """The last complete one."""
        self._told = clock.left
        """How much time was left when that was last looked at."""

    @property
    def readme(self) -> Readme:
        return read(self.exercise)

    def begin(self, *, fresh: bool) -> None:
        """Say what it is about and how much time there is."""
        self._told = self.clock.left
        title = f"{self.exercise.number} {self.exercise.title} · {minutes(self.clock.seconds)} minutes"
        self.screen.show("", Text(title, style="bold"))
        self.screen.line(f"The task: {shown(self.exercise.readme)}")
        self.screen.line(f"Write in: {shown(self.exercise.folder / 'main.py')}")
        if self.clock.left <= 0:
            over = _spoken(-self.clock.left)
            self.screen.show(f"Time was up {over} ago. Go on if you like; `nox -s mock -- --restart` begins again.")
        elif fresh:
            self.screen.show(
                f"The clock runs, {clock_face(math.ceil(self.clock.left))} left. A closed terminal does not stop it."
            )
        else:
            self.screen.show(f"The mock goes on, {clock_face(math.ceil(self.clock.left))} left.")

    def heard(self, result: Result) -> bool:
        """Show the result of a run; True when nothing is left to do."""
        self.result = result
        self.screen.show("", self._standing())
        first = result.first_red
        if result.trouble or result.notes:
            self.screen.show(self.screen.details(result))
        elif first and first.failure:
            self.screen.show("", self.screen.failure(self.exercise, first.failure))
        return result.green

    def tick(self) -> None:
        """Look at the clock, and say once when a mark or the end has been passed."""
        before, self._told = self._told, self.clock.left
        if self._told <= 0 < before:
            self.screen.show("", Text("Time is up.", style="bold"), *self.summary())
            self.screen.show("", "Go on if you like: the tests run at each save. Ctrl-C ends.")
        elif any(self._told <= mark < before for mark in MARKS):
            self.screen.show(f"{_spoken(self.clock.left)} left.")

    def summary(self) -> Iterator[RenderableType]:
        """How it went: time, requirements, what to repeat, what to say."""
        requirements, held = self.readme.requirements, met(self.result)
        yield ""
        used = f"{clock_face(self.clock.used)} of {clock_face(self.clock.seconds)}"
        yield Text.assemble(("Time used: ", "bold"), used)
        if self.result is None:
            yield Text("The tests have not been run to their end, so there is nothing to say of the requirements.")
            return
        yield Text.assemble(("Requirements met: ", "bold"), f"{len(held)} of {len(requirements)}")
        repeat = to_repeat(requirements, held)
        for section, missing in repeat.items():
            words = f"{'requirement' if len(missing) == 1 else 'requirements'} {', '.join(map(str, missing))}"
            yield Text.assemble((f"Repeat section {section}: ", "bold"), f"nox -s section{section} · {words}")
        if not repeat:
            yield Text(f"Nothing to repeat. Compare: nox -s compare -- {self.exercise.number}")
        yield Text.assemble(("Say it now, aloud: ", "bold"), self.readme.question)
        yield Padding(Markdown(self.readme.model_answer), (0, INDENT))

    def _standing(self) -> Text:
        left = self.clock.left
        words = f"{clock_face(math.ceil(left))} left" if left > 0 else f"{clock_face(-left)} over the time"
        count = f"{len(met(self.result))} of {len(self.readme.requirements)} requirements met"
        return Text(f"{words} · {count}", style="bold")


def minutes(seconds: float) -> int:
    return round(seconds / 60)


def clock_face(seconds: float) -> str:
    """`12:05`; whole minutes may be more than 60."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def _spoken(seconds: float) -> str:
    """`5 minutes`, `3 hours`, `2 days`: as far as anybody wants to know."""
    for size, name, least in ((86400, "day", 86400), (3600, "hour", 3600), (60, "minute", 30)):
        if seconds >= least:
            count = round(seconds / size)
            return f"1 {name}" if count == 1 else f"{count} {name}s"
    return "a moment"
