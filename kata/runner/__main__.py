"""The supervisor: `python -m kata.runner --workers N` reads jobs from standard input and writes what comes of them.

It ends when its standard input ends, and takes everything that it has started with it.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from collections import deque
from pathlib import Path
from typing import Any

from kata.runner.process import Launcher
from kata.runner.protocol import Job, Lines, encoded, job_from
from kata.runner.run import Run

LULL = 0.1
"""Seconds without anything to do, after which the next run is made ready."""


class Supervisor:
    """Works off jobs, `workers` at a time."""

    def __init__(self, launch: Launcher, workers: int, out: int) -> None:
        self._launcher = launch
        self._workers = workers
        self._out = out
        self._waiting: deque[Job] = deque()
        self._runs: list[Run] = []
        self._lines = Lines()
        self._next: Path | None = None  # the exercise that will most likely be asked for again

    def serve(self) -> None:
        """Until nobody can send any more jobs."""
        while True:
            news = self._launcher.wait(self._patience())
            if not news and not self._runs and self._next:
                self._launcher.get_ready(self._next)
                self._next = None
            for source, data in news:
                if source == "command":
                    if data is None:
                        return
                    self._ordered(data)
                else:
                    self._heard(source, data)
            now = time.monotonic()
            for run in self._runs:
                if not run.over and run.deadline <= now:
                    run.late()
            self._runs = [run for run in self._runs if not run.over]
            while self._waiting and len(self._runs) < self._workers:
                self._begin(self._waiting.popleft())

    def _begin(self, job: Job) -> None:
        self._next = job.folder
        if any(other.folder == job.folder for other in self._waiting):
            self._launcher.get_ready(job.folder)
        self._runs.append(Run(job, self._launcher, self._emit))

    def _patience(self) -> float | None:
        if not self._runs:
            return LULL if self._next else None
        return max(0.0, min(run.deadline for run in self._runs) - time.monotonic())

    def _ordered(self, data: bytes) -> None:
        for message in self._lines.feed(data):
            if "stop" in message:
                self._stop(message["stop"])
            else:
                self._waiting.append(job_from(message))

    def _stop(self, number: int) -> None:
        self._waiting = deque(job for job in self._waiting if job.id != number)
        for run in self._runs:
            if run.job.id == number:
                run.stop()

    def _heard(self, source: object, data: bytes | None) -> None:
        for run in self._runs:
            if run.worker is source and not run.over:
                if data is None:
                    run.gone()
                else:
                    run.heard(data)

    def _emit(self, event: str, job: Job, **content: Any) -> None:
        line = encoded({"event": event, "job": job.id, **content})
        while line:
            line = line[os.write(self._out, line) :]

    def close(self) -> None:
        for run in self._runs:
            run.stop()
        self._launcher.close()


def launcher() -> Launcher:
    """The way that this system has; `KATA_RUNNER=spawn` asks for the one of systems that cannot fork."""
    if hasattr(os, "fork") and os.environ.get("KATA_RUNNER") != "spawn":
        from kata.runner.forking import Forking

        return Forking()
    from kata.runner.spawning import Spawning

    return Spawning()


class _EndedByUser(SystemExit):
    pass


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m kata.runner")
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()

    def end(*_: object) -> None:
        raise _EndedByUser(130)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    out = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints goes to the terminal, not among the messages
    sys.stdout = sys.stderr
    launch = launcher()
    supervisor = Supervisor(launch, options.workers, out)
    try:
        supervisor.serve()
    except BrokenPipeError:
        pass  # nobody listens any more
    finally:
        supervisor.close()


if __name__ == "__main__":
    main()
