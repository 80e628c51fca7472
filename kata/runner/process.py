"""What the supervisor asks of the processes that run tests, however they are made."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from kata.runner.protocol import Job

Source = object
"""Who a piece of news came from: a process, or the standard input."""
News = tuple[Source, bytes | None]
"""Bytes from a source, or None for its end."""


class Worker(Protocol):
    """A process that runs the tests of one job."""

    pid: int

    def end(self) -> None:
        """End it, and every process that came from it; returns when they are gone."""

    def left_behind(self) -> list[str]:
        """End the processes that it has started and not ended; returns their names."""

    def code(self) -> str:
        """How it ended, in words."""


class Launcher(Protocol):
    """Starts workers, and hears from them and from the command."""

    def launch(self, job: Job, wanted: list[str] | None, scratch: Path) -> Worker: ...

    def collected(self, worker: Worker) -> None:
        """The tests of its exercise have been collected in `worker`."""

    def get_ready(self, folder: Path) -> None:
        """The next jobs will be of the exercise in `folder`: do what can be done ahead of them."""

    def wait(self, seconds: float | None) -> list[News]:
        """What has come in, after `seconds` at most; None waits for ever."""

    def close(self) -> None: ...
