"""The proof that every exercise is fair, each rule a test with the exercise's number in its name."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kata.catalogue import ROOT, Catalogue, Exercise
from kata.errors import KataError
from kata.mistakes import mistakes_of
from kata.proof import Evidence, Tree, accepted_of, gather
from kata.rules import RULES, Rule, judged, mistake_faults
from kata.runner.client import Runner

EXERCISES = Catalogue().exercises
TREE = Tree()


def _cases(names: Callable[[Exercise], Iterator[str]]) -> list[object]:
    return [
        pytest.param(exercise, name, id=f"{exercise.number}-{name}")
        for exercise in EXERCISES
        for name in names(exercise)
    ]


def _accepted(exercise: Exercise) -> Iterator[str]:
    yield from accepted_of(exercise, TREE.accepted)


def _mistakes(exercise: Exercise) -> Iterator[str]:
    try:
        yield from (mistake.name for mistake in mistakes_of(exercise, TREE.rejected))
    except KataError:  # the exercise's other tests say so
        yield "unreadable"


@pytest.fixture(scope="session")
def evidence(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Exercise], Evidence]]:
    """What came of every known answer to an exercise, asked for once, on all cores."""
    known: dict[Exercise, Evidence] = {}
    with Runner() as runner:

        def of(exercise: Exercise) -> Evidence:
            if exercise not in known:
                known[exercise] = gather(runner, exercise, tmp_path_factory.mktemp("answers"), TREE, brief=True)
            return known[exercise]

        yield of


def test_there_is_something_to_prove() -> None:
    assert len(EXERCISES) > 0
    assert all(section.exercises for section in Catalogue().sections)


@pytest.mark.parametrize(
    ("exercise", "rule"),
    [pytest.param(exercise, rule, id=f"{exercise.number}-{rule.__name__}") for exercise in EXERCISES for rule in RULES],
)
def test_rule(exercise: Exercise, rule: Rule, evidence: Callable[[Exercise], Evidence]) -> None:
    looked = judged(rule, evidence(exercise))

    assert not looked.faults, "\n".join(looked.faults)


@pytest.mark.parametrize(("exercise", "name"), _cases(_accepted))
def test_accepted_answer_is_green(exercise: Exercise, name: str, evidence: Callable[[Exercise], Evidence]) -> None:
    result = evidence(exercise).accepted[name]

    assert result.green, [verdict.test for verdict in result.red_tests] or result.trouble or result.notes
    assert result.passed == len(evidence(exercise).reference.tests) > 0


@pytest.mark.parametrize(("exercise", "name"), _cases(_mistakes))
def test_mistake_is_caught(exercise: Exercise, name: str, evidence: Callable[[Exercise], Evidence]) -> None:
    faults = mistake_faults(evidence(exercise), name)

    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("folder", ["solutions", "checks/accepted", "checks/rejected"])
def test_no_answer_is_left_over(folder: str) -> None:
    """Every answer belongs to an exercise that there is."""
    places = [path for path in (ROOT / folder).glob("section*/*") if path.name != "__pycache__"]
    known = {exercise.key for exercise in EXERCISES}

    assert len(places) >= len(EXERCISES)
    assert {f"{path.parent.name}/{path.stem}" for path in places} == known
