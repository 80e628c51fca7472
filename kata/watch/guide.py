"""What the guide knows and does, whatever shows it: the exercises, their state, the one at hand, and each command."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Collection

from rich.console import RenderableType
from rich.text import Text

from kata.cache import Cache
from kata.catalogue import Catalogue, Exercise
from kata.commands.compare import comparison_with
from kata.commands.hint import next_hint
from kata.commands.reset import reset
from kata.errors import KataError
from kata.readme import Readme, read
from kata.reference import reference_of
from kata.result import Result
from kata.screen import Screen
from kata.state import Ladder, State
from kata.watch import panels
from kata.watch.commands import ASKED
from kata.watch.editor import Opening, opening
from kata.watch.engine import Engine, News, Post
from kata.watch.order import in_order, there
from kata.watch.quiz import Quiz
from kata.watch.served import Served


class Guide:
    """The state of a session, all of it in one thread. Commands return what to show.

    `changed` is called with an exercise of which there is news, and whether that is a run that has just begun.
    """

    def __init__(
        self,
        post: Post,
        changed: Callable[[Exercise, bool], None],
        said: Callable[[str], None],
        catalogue: Catalogue | None = None,
        state: State | None = None,
        cache: Cache | None = None,
    ) -> None:
        self._changed = changed
        self.folder = (catalogue or Catalogue()).folder
        self._state = state or State()
        self._asked: tuple[str, str, int] = ("", "", 0)
        self._since = time.monotonic()
        self._fresh: set[str] = set()
        self.results: dict[str, Result] = {}
        self.running: set[str] = set()
        self.served = Served()
        self.quiz = Quiz(self._state)
        self.exercises = in_order(Catalogue(self.folder).sections)
        if not self.exercises:
            raise KataError("There are no exercises.", "Clone the project again, or restore it with git.")
        self.engine = Engine(post, self._heard, said, cache)
        for exercise in self.exercises:
            if result := self.engine.known(exercise):
                self.results[exercise.key] = result
        self.current = next((each for each in self.exercises if not self._green(each)), self.exercises[0])

    def start(self) -> None:
        """Run the exercise at hand, and then all others whose state is not known."""
        self.engine.listen()
        self.engine.run(self.current)
        self.engine.fill(each for each in self.exercises if each.key not in self.results and each != self.current)

    # What there is

    def result(self, exercise: Exercise | None = None) -> Result | None:
        """The last complete result of an exercise, or, once that is red, what is known of the run that goes on."""
        return self.results.get((exercise or self.current).key)

    @property
    def going_on(self) -> bool:
        """Whether there may be more to say of the exercise at hand than is known."""
        result = self.result()
        all_in = self.current.key in self._fresh and result and result.complete
        return self.current.key in self.running and not all_in

    def readme(self) -> Readme | None:
        """The README of the exercise at hand, if it can be read."""
        try:
            return read(self.current)
        except KataError:
            return None

    def _green(self, exercise: Exercise) -> bool:
        result = self.results.get(exercise.key)
        return bool(result and result.green)

    # What happens

    def saved(self, exercises: Collection[Exercise]) -> None:
        """Files of these exercises were written, or are gone; none stands for any of all."""
        known = set(self.exercises)
        if not exercises or any(each not in known or not there(each) for each in exercises):
            with contextlib.suppress(KataError, OSError):  # between two branches there may be none
                self.exercises = in_order(Catalogue(self.folder).sections) or self.exercises
            if known != set(self.exercises):
                self._changed(self.current, False)  # there is another list to show
        for exercise in self.exercises:
            if not exercises or exercise in exercises:
                self.engine.saved(exercise, now=exercise == self.current)

    def _heard(self, exercise: Exercise, news: News, result: Result | None) -> None:
        key = exercise.key
        if result is None:
            self.running.add(key)
            self._fresh.discard(key)
        elif news is News.ENDED:
            self.running.discard(key)
            self._fresh.discard(key)
            newly = result.green and not self._green(exercise)
            self.results[key] = result
            if newly and exercise == self.current:
                self._note_time()
        elif result.first_red:
            self.results[key] = result
            self._fresh.add(key)
        self._changed(exercise, news is News.BEGAN)

    def _note_time(self) -> None:
        """Add the seconds since the exercise at hand was turned to; they are shown when it is green."""
        now = time.monotonic()
        spent = self.seconds(self.current) + now - self._since
        self._since = now
        with contextlib.suppress(OSError):
            self._state.put("times", self.current.key, round(spent))

    def seconds(self, exercise: Exercise) -> float:
        """How long the learner has had the exercise before her, until it was green."""
        spent = self._state.table("times").get(exercise.key)
        return float(spent) if isinstance(spent, int | float) else 0.0

    def _leave(self) -> None:
        if not self._green(self.current):
            self._note_time()
        self.served.stop()

    def close(self) -> None:
        self._leave()
        self.engine.close()

    # What the learner asks for

    def go(self, exercise: Exercise) -> None:
        """Turn to an exercise."""
        if exercise != self.current:
            self._leave()
            self.current = exercise
            self._since = time.monotonic()
            self.quiz.drop()
        if exercise.key not in self.results or exercise.key in self.running:
            self.engine.run(exercise)  # now: it may be waiting for its turn

    def run(self) -> None:
        self.engine.run(self.current)

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

    def asked(self, command: str) -> None:
        """Anything is asked for: what has to be asked for several times in a row begins anew with anything else."""
        if command != self._asked[0]:
            self._asked = ("", "", 0)

    def _confirmed(self, command: str) -> bool:
        """Count one request; whether it was the last that is needed."""
        name, key, count = self._asked
        again = (name, key) == (command, self.current.key)
        self._asked = (command, self.current.key, count + 1 if again else 1)
        return self._asked[2] >= ASKED[command]

    def hint(self) -> list[RenderableType]:
        heading, text, step, count = next_hint(self.current, ladder=Ladder(self._state))
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
        return self.quiz.turn(self.exercises)

    def verdict(self, screen: Screen) -> list[RenderableType]:
        """What is to say of the exercise at hand now."""
        exercise, result = self.current, self.result()
        run = panels.Run.ENDED
        if exercise.key in self.running:
            known = result and exercise.key in self._fresh
            run = panels.Run.BEGAN if not known else panels.Run.GOES_ON
        parts = panels.verdict(screen, exercise, result, run, self.seconds(exercise))
        if self.served.url:
            parts = [Text(f"Served on {self.served.url}/docs · s stops it", "cyan"), Text(), *parts]
        return parts
