"""Runs exercises on a warm runner in the background: what is wanted now first, everything else when there is time."""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterable

from kata.cache import Cache, fingerprint
from kata.catalogue import Exercise
from kata.errors import KataError
from kata.result import Result
from kata.runner.client import Runner, apply
from kata.runner.protocol import Job

Told = Callable[[Exercise, Result, bool], None]
"""Called with an exercise, its result so far, and whether that is complete; from another thread."""


class Engine:
    """One run of an exercise at a time; a newer one takes its place. Methods may be called from any thread."""

    def __init__(self, told: Told, lost: Callable[[str], None], cache: Cache | None = None) -> None:
        self._told = told
        self._lost = lost
        self._cache = cache or Cache()
        self._lock = threading.RLock()
        self._jobs: dict[int, tuple[Job, Result, str]] = {}
        self._current: dict[str, int] = {}
        self._waiting: deque[Exercise] = deque()
        self._filling: int | None = None
        self._closed = False
        self._runner = self._started()

    def _started(self) -> Runner:
        runner = Runner(workers=2)
        threading.Thread(target=self._listen, args=(runner,), name="kata engine", daemon=True).start()
        return runner

    def known(self, exercise: Exercise) -> Result | None:
        """The result of the exercise as it is, if it is known without a run."""
        return self._cache.get(exercise)

    def run(self, exercise: Exercise) -> None:
        """Run it now; a run of it that has begun ends without a word."""
        with self._lock:
            self._start(exercise)

    def fill(self, exercises: Iterable[Exercise]) -> None:
        """Run these one after another, whenever nothing else of the kind is running."""
        with self._lock:
            self._waiting = deque(exercises)
            self._next()

    def _start(self, exercise: Exercise) -> int:
        self._take_back(exercise)
        job = self._runner.job(exercise)
        self._jobs[job.id] = (job, Result(exercise), fingerprint(exercise))
        self._current[exercise.key] = job.id
        with contextlib.suppress(KataError):  # it has ended: the listener says so
            self._runner.send(job)
        return job.id

    def _take_back(self, exercise: Exercise) -> None:
        if (number := self._current.pop(exercise.key, None)) is not None:
            job = self._jobs.pop(number)[0]
            with contextlib.suppress(OSError):
                self._runner.stop(job)
            if number == self._filling:
                self._filling = None

    def _next(self) -> None:
        while self._filling is None and self._waiting:
            exercise = self._waiting.popleft()
            if exercise.key not in self._current:
                self._filling = self._start(exercise)

    def _listen(self, runner: Runner) -> None:
        with contextlib.suppress(ValueError, OSError):  # closed while it was read
            for event in runner.events():
                self._heard(event)
        with self._lock:
            if self._closed or runner is not self._runner:
                return
            running = [result.exercise for _, result, _ in self._jobs.values()]
            self._jobs.clear()
            self._current.clear()
            self._filling = None
            runner.close()
            self._runner = self._started()
        self._lost("The process that runs the tests had ended; a new one was started.")
        for exercise in running[:1]:
            self.run(exercise)

    def _heard(self, event: dict[str, object]) -> None:
        with self._lock:
            number = event.get("job")
            if not isinstance(number, int) or number not in self._jobs:
                return  # of a run that was taken back
            _, result, of = self._jobs[number]
            apply(event, result)
            over = event["event"] == "ended"
            if over:
                del self._jobs[number]
                self._current.pop(result.exercise.key, None)
                if of == fingerprint(result.exercise):
                    self._cache.put(result, of)
                if number == self._filling:
                    self._filling = None
                    self._next()
        self._told(result.exercise, result, over)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._runner.close()
