"""What came of a test, in a form that can cross a process: plain dataclasses of text and numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self


class Outcome(StrEnum):
    """How a test ended."""

    PASSED = "passed"
    FAILED = "failed"
    """An assertion did not hold, or the test stumbled over what the answer gave it."""
    BROKEN = "broken"
    """The answer cannot be run at all, so the test never asked it anything."""
    NO_ANSWER = "no answer"
    """The answer did not come back within the limit and was ended."""
    ENDED = "ended"
    """The answer ended the process that it ran in."""
    NOT_RUN = "not run"
    """Left out, since the answer had proved that it would not get that far."""


@dataclass(frozen=True)
class Raised:
    """An exception that left the answer: its last line, and the place in the answer that it came through."""

    summary: str
    place: str = ""
    source: str = ""


@dataclass(frozen=True)
class Failure:
    """All that a learner is told about one red test."""

    requirement: int
    asked: str
    """The requirement as the README states it."""
    sentence: str
    """The test's name, read as a sentence."""
    why: str
    """The test's docstring."""
    test: str
    """`path:line` of the line that failed."""
    exchange: list[str] = field(default_factory=list)
    earlier: list[str] = field(default_factory=list)
    assertion: bool = False
    """Whether an assertion of the test failed, and not something on the way to it."""
    expected: str = ""
    got: str = ""
    differs: list[str] = field(default_factory=list)
    note: str = ""
    raised: Raised | None = None
    printed: list[str] = field(default_factory=list)
    """What the answer wrote to standard output and error, line by line."""
    broken: str = ""
    """Why the answer cannot be run, or how it came to its end; empty for an ordinary failure."""
    advice: str = ""

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Self:
        raised = record.get("raised")
        return cls(**{**record, "raised": Raised(**raised) if raised else None})

    def place(self) -> str:
        """Where the learner should look: her own line where one is known."""
        return self.raised.place if self.raised else ""


@dataclass(frozen=True)
class Verdict:
    """One test and how it ended."""

    test: str
    """The test's name with its case, as pytest writes it: `test_unknown_user_is_404[text]`."""
    requirement: int
    outcome: Outcome
    failure: Failure | None = None
    seconds: float = 0.0

    @property
    def function(self) -> str:
        """The test's name without its case."""
        return self.test.partition("[")[0]

    @property
    def words(self) -> str:
        """How it ended, on one line."""
        if self.failure is None:
            return str(self.outcome)
        told = self.failure.broken or f"expected {self.failure.expected}, got {self.failure.got}"
        return " ".join(told.split())

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "outcome": str(self.outcome)}

    @classmethod
    def from_json(cls, record: dict[str, Any]) -> Self:
        failure = record.get("failure")
        return cls(
            test=str(record["test"]),
            requirement=int(record["requirement"]),
            outcome=Outcome(record["outcome"]),
            failure=Failure.from_json(failure) if failure else None,
            seconds=float(record.get("seconds", 0)),
        )
