"""Runs exercises on a warm runner in the background: what is wanted now first, everything else when there is time."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path

from kata.cache import Cache, Content, content_of
from kata.catalogue import Exercise, shown
from kata.errors import KataError
from kata.result import Result
from kata.runner.client import Runner, apply
from kata.runner.protocol import Job, Message

Post = Callable[[Callable[[], None]], None]
"""Has something done in the guide's own thread. All of the guide and the engine is, so that nothing needs a lock."""
OWN = 3
"""A file that changes during so many runs, no Python file with it, is written by the answer and not by the learner."""
DEATHS, WITHIN = 3, 20.0
"""So many times in so many seconds the runner may end; then it is not started again."""


class News(Enum):
    """What happened to a run."""

    BEGAN = "began"
    GOES_ON = "goes on"
    ENDED = "ended"


Told = Callable[[Exercise, News, Result | None], None]


@dataclass
class _Run:
    job: Job
    result: Result
    of: Content
    """What there was when it began."""


class Engine:
    """One run of an exercise at a time; a newer one takes its place."""

    def __init__(self, post: Post, told: Told, said: Callable[[str], None], cache: Cache | None = None) -> None:
        self._post = post
        self._told = told
        self._said = said
        self._cache = cache or Cache()
        self._runs: dict[int, _Run] = {}
        self._current: dict[str, int] = {}
        self._waiting: deque[Exercise] = deque()
        self._filling: int | None = None
        self._last: dict[str, Content] = {}
        self._strikes: dict[str, Counter[str]] = {}
        self._own: set[str] = set()
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._runner: Runner | None = Runner(workers=2, quiet=True)

    def listen(self) -> None:
        """From now on, tell what the runner says."""
        threading.Thread(target=self._listen, args=(self._runner,), name="kata engine", daemon=True).start()

    def known(self, exercise: Exercise) -> Result | None:
        """The result of the exercise as it is, if it is known without a run."""
        self._last[exercise.key] = content_of(exercise)
        return self._cache.get(exercise)

    def run(self, exercise: Exercise) -> None:
        """Run it now; a run of it that goes on ends without a word."""
        self._start(exercise, content_of(exercise))

    def saved(self, exercise: Exercise, *, now: bool) -> None:
        """Files of it were written: run it, unless that has begun since; if not `now`, when there is time."""
        content = content_of(exercise)
        if not self._differs(exercise, content):
            return
        if now:
            self._start(exercise, content)
        elif exercise not in self._waiting:
            self._last[exercise.key] = content
            self._take_back(exercise)
            self._waiting.append(exercise)
            self._told(exercise, News.BEGAN, None)
            self._next()

    def fill(self, exercises: Iterable[Exercise]) -> None:
        """Run these one after another, whenever nothing else of the kind is running."""
        self._waiting.extend(exercises)
        self._next()

    def close(self) -> None:
        runner, self._runner = self._runner, None
        if runner:
            runner.close()

    def _differs(self, exercise: Exercise, now: Content) -> bool:
        """Whether a new run is due: something was written since the last one began, and not by the answer itself."""
        before = self._last.get(exercise.key)
        if before is None:
            return True
        changed = before.changed_in(now) - self._own
        if changed and exercise.key in self._current and not any(path.endswith(".py") for path in changed):
            strikes = self._strikes.setdefault(exercise.key, Counter())
            strikes.update(changed)
            for path in [path for path in changed if strikes[path] >= OWN]:
                self._own.add(path)
                self._said(f"{shown(Path(path))} is written by the answer itself, so it is not watched any more.")
            changed -= self._own
        return bool(changed)

    def _start(self, exercise: Exercise, of: Content) -> int | None:
        self._take_back(exercise)
        if exercise in self._waiting:
            self._waiting.remove(exercise)
        self._last[exercise.key] = of
        if self._runner is None:
            self._runner = Runner(workers=2, quiet=True)
            self.listen()
        job = self._runner.job(exercise)
        self._runs[job.id] = _Run(job, Result(exercise), of)
        self._current[exercise.key] = job.id
        with contextlib.suppress(KataError):  # it has ended: the listener says so
            self._runner.send(job)
        self._told(exercise, News.BEGAN, None)
        return job.id

    def _take_back(self, exercise: Exercise) -> None:
        if (number := self._current.pop(exercise.key, None)) is not None:
            job = self._runs.pop(number).job
            if self._runner:
                with contextlib.suppress(OSError):
                    self._runner.stop(job)
            if number == self._filling:
                self._filling = None

    def _next(self) -> None:
        while self._filling is None and self._waiting:
            exercise = self._waiting.popleft()
            if exercise.key not in self._current:
                self._filling = self._start(exercise, content_of(exercise))

    def _listen(self, runner: Runner) -> None:
        with contextlib.suppress(ValueError, OSError):  # closed while it was read
            for event in runner.events():
                self._post(partial(self._heard, event))
        self._post(partial(self._ended, runner))

    def _heard(self, event: Message) -> None:
        number = event.get("job")
        if not isinstance(number, int) or number not in self._runs:
            return  # of a run that was taken back
        run = self._runs[number]
        apply(event, run.result)
        if event["event"] != "ended":
            self._told(run.result.exercise, News.GOES_ON, run.result)
            return
        exercise, now = run.result.exercise, content_of(run.result.exercise)
        again = self._differs(exercise, now)  # and the system's word of it may still be on its way, or lost
        if number == self._filling:
            self._filling = None
        del self._runs[number]
        self._current.pop(exercise.key, None)
        if again:
            self._start(exercise, now)
        else:
            self._strikes.pop(exercise.key, None)
            self._cache.put(run.result, run.of)
            self._told(exercise, News.ENDED, run.result)
        self._next()

    def _ended(self, runner: Runner) -> None:
        """The runner has ended, though nobody asked it to."""
        if runner is not self._runner:
            return
        lost = [run.result.exercise for run in self._runs.values()]
        self._runs.clear()
        self._current.clear()
        self._filling = None
        self.close()
        self._deaths.append(time.monotonic())
        if len(self._deaths) == DEATHS and self._deaths[-1] - self._deaths[0] < WITHIN:
            self._waiting.clear()
            self._said(
                "The process that runs the tests ends again and again: `nox -s section1` shows why; r tries again."
            )
            for exercise in lost:
                self._told(exercise, News.ENDED, Result(exercise, trouble="the process that runs the tests has ended"))
            return
        self._said("The process that runs the tests had ended; a new one was started.")
        for exercise in lost:
            self._start(exercise, content_of(exercise))
        self._next()
