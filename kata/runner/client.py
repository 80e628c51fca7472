"""The commands' side of the supervisor: send jobs, get results as they fall."""

from __future__ import annotations

import contextlib
import itertools
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from kata.catalogue import ROOT, Exercise
from kata.errors import KataError
from kata.result import Result
from kata.runner.protocol import LIMIT, Job, Lines, Message, encoded
from kata.verdict import Verdict


class Runner:
    """A supervisor in a process of its own, warm until it is closed.

    `servers` holds the addresses for the tests that need one; without it these are left out. `quiet` keeps what it says
    beside its results off the terminal.
    """

    def __init__(
        self, workers: int | None = None, servers: dict[str, str] | None = None, *, quiet: bool = False
    ) -> None:
        self.servers = servers
        number = workers or max(1, min(os.cpu_count() or 1, 4))
        self._ids = itertools.count(1)
        self._lines = Lines()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kata.runner", "--workers", str(number)],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            start_new_session=True,  # Ctrl-C is for the command, which ends the supervisor
        )

    @property
    def pid(self) -> int:
        """The supervisor's process id."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the supervisor and whatever it runs."""
        assert self._process.stdin and self._process.stdout
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.terminate()
            self._process.wait()
        self._process.stdout.close()

    def job(
        self,
        exercise: Exercise,
        *,
        answers: Path | None = None,
        tests: Iterable[str] | None = None,
        order: str = "file",
        limit: float = LIMIT,
        brief: bool = False,
        trace: bool = False,
    ) -> Job:
        """A job for this supervisor; `answers` is a tree of other answers, `limit` is in seconds a test."""
        wanted = tuple(tests) if tests is not None else None
        tree = str(answers.resolve()) if answers else None
        return Job(next(self._ids), str(exercise.folder), tree, wanted, order, limit, brief, trace, self.servers)

    def send(self, *jobs: Job) -> None:
        assert self._process.stdin
        try:
            for job in jobs:
                self._process.stdin.write(encoded(job))
            self._process.stdin.flush()
        except OSError:
            raise _lost() from None

    def stop(self, job: Job) -> None:
        """Take a job back, running or not."""
        assert self._process.stdin
        self._process.stdin.write(encoded({"stop": job.id}))
        self._process.stdin.flush()

    def events(self) -> Iterator[Message]:
        """What the supervisor says, from now on."""
        assert self._process.stdout
        while data := self._process.stdout.readline():
            yield from self._lines.feed(data)

    def run(self, jobs: Iterable[Job]) -> Iterator[tuple[Job, Result, Message]]:
        """Run all jobs; yields each event with its job and the result so far."""
        results = {job.id: (job, Result(Exercise(job.folder))) for job in jobs}
        self.send(*(job for job, _ in results.values()))
        left = set(results)
        if not left:
            return
        for event in self.events():
            if event.get("job") not in left:
                continue  # of a job that was taken back
            job, result = results[event["job"]]
            apply(event, result)
            if event["event"] == "ended":
                left.discard(job.id)
            yield job, result, event
            if not left:
                return
        raise _lost()


def apply(event: Message, result: Result) -> None:
    """Enter what the supervisor said into the result of its job."""
    match event["event"]:
        case "started":
            result.tests = event["tests"]
            result.apart = event["apart"]
        case "verdict":
            verdict = Verdict.from_json(event["verdict"])
            result.verdicts[verdict.test] = verdict
        case "called":
            result.called[event["test"]] = {(name, line) for name, line in event["called"]}
        case "ended":
            result.notes = event["notes"]
            result.trouble = event["trouble"]
            if not result.trouble and not result.complete:
                result.trouble = "not every test has a verdict"


def _lost() -> KataError:
    return KataError(
        "The process that runs the tests has ended.", "Run the command again; if it stays, report it with its output."
    )
