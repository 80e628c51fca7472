"""What can be proved without the answers: every stub is red by an assertion, every README has its form.

These run on the branch starter only; on main, `test_exercises.py` proves the same and more.
"""

from __future__ import annotations

import pytest

from kata.catalogue import Catalogue, Exercise
from kata.readme import read
from kata.result import Result
from kata.runner.client import Runner
from kata.verdict import Outcome

EXERCISES = Catalogue().exercises


def stub_result(runner: Runner, exercise: Exercise) -> Result:
    job = runner.job(exercise, limit=30)  # how fast it is, is not the question here
    return next(result for _, result, event in runner.run([job]) if event["event"] == "ended")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_stub_is_red_by_assertions_and_every_requirement_has_a_test(exercise: Exercise, runner: Runner) -> None:
    result = stub_result(runner, exercise)

    assert result.tests
    assert not result.trouble
    assert set(result.tests.values()) == set(range(1, len(read(exercise).requirements) + 1))
    for test in result.tests:
        verdict = result.verdicts[test]
        assert verdict.outcome is Outcome.FAILED, f"{test}: {verdict.outcome}"
        assert verdict.failure
        assert verdict.failure.assertion, test


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_readme_has_its_form(exercise: Exercise) -> None:
    readme = read(exercise)

    assert readme.faults() == []
    assert readme.title == f"{exercise.number} {exercise.title}"
