"""What the command, the supervisor and the running tests say to each other: JSON lines, one message each.

A command sends a `Job`; the supervisor answers with `started`, one `verdict` a test as it falls, and `ended`.
The process that runs the tests says a little more to the supervisor; see `kata.runner.reporter`.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

LIMIT = 5.0
"""Seconds that a test may take before its answer is ended."""
LONGEST = 1 << 22
"""Most bytes of a line: whoever sends more is not one of us."""

Message = dict[str, Any]


@dataclass(frozen=True)
class Job:
    """One answer against the tests of one exercise."""

    id: int
    exercise: str
    """The exercise's folder."""
    answers: str | None = None
    """A tree of other answers, such as `solutions`, in place of the exercise's own."""
    tests: tuple[str, ...] | None = None
    """Only these tests, by name; None for all."""
    order: str = "file"
    """`file`, `reverse`, or `shuffle:SEED`."""
    limit: float = LIMIT
    brief: bool = False
    """Once a test is red in one case, leave its other cases out."""
    trace: bool = False
    """Also tell which functions of the answer each test has called (see `kata.reach`)."""
    servers: dict[str, str] | None = None
    """The addresses of servers, by their variables; None leaves out the tests that need one."""

    @property
    def folder(self) -> Path:
        return Path(self.exercise)


def job_from(message: Message) -> Job:
    tests = message["tests"]
    return Job(**{**message, "tests": tuple(tests) if tests is not None else None})


def encoded(message: Message | Job) -> bytes:
    """One line of UTF-8, with its end."""
    plain = asdict(message) if isinstance(message, Job) else message
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace") + b"\n"


class Lines:
    """Bytes in, as they come; whole messages out. What is not a message is dropped."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[Message]:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LONGEST:
            self._rest = b""
        return [message for line in lines if (message := _decoded(line)) is not None]


def _decoded(line: bytes) -> Message | None:
    try:
        message = json.loads(line)
    except ValueError:
        return None
    return message if isinstance(message, dict) else None
