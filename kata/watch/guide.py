"""What the guide knows and does, whatever shows it: the exercises, their state, the one at hand, and each command."""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime

from rich.console import RenderableType

from kata.cache import Cache, fingerprint
from kata.cards import Box, Flashcard, flashcards
from kata.catalogue import Catalogue, Exercise, Section
from kata.commands.compare import comparison_with
from kata.commands.hint import next_hint
from kata.commands.reset import reset
from kata.errors import KataError
from kata.readme import Readme, read
from kata.reference import reference_of
from kata.result import Result
from kata.screen import Screen
from kata.state import State
from kata.watch import panels
from kata.watch.editor import Opening, opening
from kata.watch.engine import Engine
from kata.watch.served import Served


@dataclass(frozen=True)
class Command:
    """One thing that the learner can ask for; `method` is what does it in `Guide` or in what shows the guide."""

    key: str
    name: str
    method: str
    help: str


COMMANDS = (
    Command("r", "run", "run", "run the tests again; a save does it by itself"),
    Command("n", "next", "next_red", "go to the next exercise that is red"),
    Command("p", "previous", "previous", "go to the exercise before this one"),
    Command("l", "list", "list", "all exercises with their state; Enter goes to one"),
    Command("t", "task", "task", "the task again, with its requirements"),
    Command("h", "hint", "hint", "the next of three hints"),
    Command("e", "edit", "edit", "open your editor at the line to look at"),
    Command("c", "compare", "compare", "your answer beside ours, once it is green; before, asked for three times"),
    Command("x", "reset", "reset", "the stub again, asked for twice; your file is kept in a backup"),
    Command("s", "serve", "serve", "serve your answer, with /docs, and stop serving it"),
    Command("f", "flashcard", "flashcard", "an interview question; again for the answer, then 1 to 4 for yours"),
    Command("question_mark", "keys", "help", "this table"),
    Command("q", "quit", "quit", "leave; what you wrote stays"),
)
"""Every key of the guide, full screen or plain."""
ASKED = {"compare": 3, "reset": 2}
"""How often in a row these have to be asked for: while the answer is red, and always."""


class Guide:
    """The state of a session. Commands return what to show; `changed` is called when there is news of a run."""

    def __init__(
        self,
        changed: Callable[[Exercise], None],
        said: Callable[[str], None],
        catalogue: Catalogue | None = None,
        state: State | None = None,
        cache: Cache | None = None,
    ) -> None:
        self._changed = changed
        self.folder = (catalogue or Catalogue()).folder
        self._state = state or State()
        self._asked: tuple[str, str, int] = ("", "", 0)
        self._card: Flashcard | None = None
        self._answer_shown = False
        self._since = time.monotonic()
        self._lock = threading.Lock()
        self._fingerprints: dict[str, str] = {}
        self.results: dict[str, Result] = {}
        self.running: set[str] = set()
        self.served = Served()
        self.exercises = _in_order(Catalogue(self.folder).sections)
        if not self.exercises:
            raise KataError("There are no exercises.", "Clone the project again, or restore it with git.")
        self.engine = Engine(self._heard, said, cache)
        for exercise in self.exercises:
            if result := self.engine.known(exercise):
                self.results[exercise.key] = result
        self.current = self._first_red() or self.exercises[0]
        self._run(self.current)
        self.engine.fill([each for each in self.exercises if each.key not in self.results and each != self.current])

    # What there is

    def result(self, exercise: Exercise | None = None) -> Result | None:
        """The last complete result of an exercise, or what is known of the run that goes on."""
        return self.results.get((exercise or self.current).key)

    def readme(self) -> Readme | None:
        """The README of the exercise at hand, if it can be read."""
        try:
            return read(self.current)
        except (KataError, OSError, UnicodeDecodeError):
            return None

    def _first_red(self) -> Exercise | None:
        return next((each for each in self.exercises if not self._green(each)), None)

    def _green(self, exercise: Exercise) -> bool:
        result = self.results.get(exercise.key)
        return bool(result and result.green)

    # What happens

    def saved(self, exercises: Collection[Exercise]) -> None:
        """Files of these exercises were written, or are gone."""
        with contextlib.suppress(KataError):  # between two branches there may be none
            listed = _in_order(Catalogue(self.folder).sections)
            if listed and listed != self.exercises:
                self.exercises = listed
        for exercise in sorted(exercises, key=lambda each: each != self.current):
            if exercise in self.exercises and self._fingerprints.get(exercise.key) != fingerprint(exercise):
                self._run(exercise)

    def _run(self, exercise: Exercise) -> None:
        with self._lock:
            self._fingerprints[exercise.key] = fingerprint(exercise)
            self.running.add(exercise.key)
        self.engine.run(exercise)
        self._changed(exercise)

    def _heard(self, exercise: Exercise, result: Result, over: bool) -> None:
        with self._lock:
            before = self.results.get(exercise.key)
            if over:
                self.running.discard(exercise.key)
                if result.green and not (before and before.green):
                    self._note_time(exercise)
            if over or result.first_red or before is None:
                self.results[exercise.key] = result
        self._changed(exercise)

    def _note_time(self, exercise: Exercise) -> None:
        """Add the seconds since the exercise was turned to; they are shown when it is green."""
        if exercise == self.current:
            now = time.monotonic()
            spent = self.seconds(exercise) + now - self._since
            self._since = now
            with contextlib.suppress(OSError):
                self._state.put("times", exercise.key, round(spent))

    def seconds(self, exercise: Exercise) -> float:
        """How long the learner has had the exercise before her, as far as it was noted."""
        spent = self._state.table("times").get(exercise.key)
        return float(spent) if isinstance(spent, int | float) else 0.0

    def close(self) -> None:
        self._note_time(self.current)
        self.served.stop()
        self.engine.close()

    # What the learner asks for

    def go(self, exercise: Exercise) -> None:
        """Turn to an exercise."""
        if exercise != self.current:
            self._note_time(self.current)
            self.served.stop()
            self.current = exercise
            self._since = time.monotonic()
            self._card = None
        if exercise.key not in self.results and exercise.key not in self.running:
            self._run(exercise)

    def run(self) -> None:
        self._run(self.current)

    def next_red(self) -> str:
        """Turn to the next red exercise behind this one, or the first; says so where there is none."""
        place = self.exercises.index(self.current) if self.current in self.exercises else -1
        for exercise in (*self.exercises[place + 1 :], *self.exercises[: place + 1]):
            if not self._green(exercise) and exercise != self.current:
                self.go(exercise)
                return ""
        return "Every exercise is green." if self._green(self.current) else "This is the only one that is red."

    def previous(self) -> str:
        place = self.exercises.index(self.current) if self.current in self.exercises else 1
        if place == 0:
            return "This is the first."
        self.go(self.exercises[place - 1])
        return ""

    def _confirmed(self, command: str) -> bool:
        """Count one request; whether it was the last that is needed."""
        name, key, count = self._asked
        again = (name, key) == (command, self.current.key)
        self._asked = (command, self.current.key, count + 1 if again else 1)
        return self._asked[2] >= ASKED[command]

    def hint(self) -> list[RenderableType]:
        heading, text, step, count = next_hint(self.current)
        return panels.hint(heading, text, step, count)

    def compare(self) -> list[RenderableType]:
        if not self._green(self.current) and not self._confirmed("compare"):
            left = ASKED["compare"] - self._asked[2]
            more = "once more" if left == 1 else f"{left} times more"
            return panels.lines(f"{self.current.number} is not green yet. Press c {more} to see our answer anyway.")
        self._asked = ("", "", 0)
        return list(comparison_with(reference_of(self.current), self.current))

    def reset(self) -> list[RenderableType]:
        if not self._confirmed("reset"):
            return panels.lines(f"Press x again to bring the stub of {self.current.number} back. Your file is kept.")
        self._asked = ("", "", 0)
        return panels.lines(*reset(self.current))

    def serve(self) -> list[RenderableType]:
        return panels.lines(self.served.toggle(self.current))

    def place(self) -> str:
        """`path:line` to look at: in the learner's own file where the failure has one, else her first TODO."""
        return panels.place(self.current, self.result())

    def edit(self) -> Opening:
        return opening(self.place())

    def flashcard(self) -> list[RenderableType]:
        """A question; asked for again, its answer."""
        if self._card and not self._answer_shown:
            self._answer_shown = True
            return panels.card_answer(self._card)
        due = Box(self._state).due(flashcards(self.exercises), datetime.now(UTC), random.Random())
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
            due = Box(self._state).grade(card, rating, datetime.now(UTC))
        except OSError as error:
            return panels.lines(f"The grade is not remembered: {error.strerror}.")
        return panels.lines(f"{card.number} {card.title} comes back {due:%d %B %H:%M} UTC. Another one: f")

    def verdict(self, screen: Screen) -> list[RenderableType]:
        """What is to say of the exercise at hand now."""
        going = self.current.key in self.running
        return panels.verdict(screen, self.current, self.result(), going, self.seconds(self.current))


def _in_order(sections: tuple[Section, ...]) -> tuple[Exercise, ...]:
    """Section by section, the core exercises of each before those that go further."""
    ordered = list[Exercise]()
    for section in sections:
        ordered += sorted(section.exercises, key=_further)
    return tuple(ordered)


def _further(exercise: Exercise) -> bool:
    try:
        return not read(exercise).core
    except (KataError, OSError, UnicodeDecodeError):
        return False
