"""What came of a whole exercise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kata.catalogue import Exercise
from kata.verdict import Outcome, Verdict


@dataclass
class Result:
    """The verdicts on one answer to one exercise, as they come in."""

    exercise: Exercise
    tests: dict[str, int] = field(default_factory=dict)
    """Every test that there is, with its requirement; a run is done when each has a verdict."""
    apart: list[str] = field(default_factory=list)
    """Tests that need a server, left out as nobody asked for them."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    called: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    """The functions of the answer that each test has called in this process, where that was asked for."""
    notes: list[str] = field(default_factory=list)
    """What the answer did beside answering: threads left behind, a changed working folder."""
    trouble: str = ""
    """Why the tests could not be run at all; not the answer's fault."""

    @property
    def requirements(self) -> int:
        return len(set(self.tests.values()))

    @property
    def complete(self) -> bool:
        """Whether every test has a verdict. An exit code is no proof of that."""
        return bool(self.tests) and self.tests.keys() <= self.verdicts.keys()

    @property
    def green(self) -> bool:
        return self.complete and not self.trouble and not self.notes and not self.red_tests

    @property
    def held(self) -> int:
        """How many requirements hold: all tests of each passed."""
        red = {self.tests[test] for test in self.tests if not self._passed(test)}
        return self.requirements - len(red)

    @property
    def passed(self) -> int:
        """How many tests passed."""
        return self.count(Outcome.PASSED)

    @property
    def red_tests(self) -> list[Verdict]:
        """The failed tests, the lowest requirement first."""
        failed = [verdict for verdict in self.verdicts.values() if verdict.outcome is not Outcome.PASSED]
        order = list(self.tests)
        return sorted(failed, key=lambda v: (v.requirement, order.index(v.test) if v.test in self.tests else 0))

    @property
    def first_red(self) -> Verdict | None:
        """The one to look at: the first red test that has something to tell."""
        red = self.red_tests
        return next((verdict for verdict in red if verdict.failure), red[0] if red else None)

    @property
    def broken(self) -> str:
        """Why the answer cannot be run at all, or empty."""
        first = self.first_red if not self.passed else None
        return first.failure.broken if first and first.failure and first.outcome is Outcome.BROKEN else ""

    def count(self, *outcomes: Outcome) -> int:
        return sum(verdict.outcome in outcomes for verdict in self.verdicts.values())

    def _passed(self, test: str) -> bool:
        return test in self.verdicts and self.verdicts[test].outcome is Outcome.PASSED


def totals(results: Iterable[Result]) -> tuple[int, int]:
    """Requirements that hold, and all there are."""
    counted = [(result.held, result.requirements) for result in results]
    return sum(held for held, _ in counted), sum(all_ for _, all_ in counted)
