"""What can be proved without the answers: every stub is red by an assertion, every README has its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from kata.catalogue import Catalogue, Exercise, Section
from kata.readme import read
from kata.result import Result
from kata.runner.client import Runner
from kata.verdict import Outcome

EXERCISES = Catalogue().exercises
SECTIONS = Catalogue().sections


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


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_core_exercises_and_the_page_fill_the_sections_time(section: Section) -> None:
    """The minutes on a section's page are those of its core exercises and five for the page, two in the last."""
    page = (section.folder / "README.md").read_text(encoding="utf-8")
    promised = int(page.splitlines()[2].partition(" minutes")[0])
    core = [read(exercise).minutes for exercise in section.exercises if read(exercise).core]

    assert core
    assert sum(core) + (2 if section == SECTIONS[-1] else 5) == promised
    for exercise in section.exercises:
        assert f"({exercise.folder.name}" in page, f"the page does not link {exercise.number}"
        assert Path(exercise.test_file).is_file()


def test_seven_sections_fill_the_study_plan() -> None:
    """41 exercises; 45, 45, 60, 30, 45, 60 and 45 minutes."""
    promised = [(s.folder / "README.md").read_text(encoding="utf-8").splitlines()[2] for s in SECTIONS]

    assert [int(line.partition(" minutes")[0]) for line in promised] == [45, 45, 60, 30, 45, 60, 45]
    assert len(EXERCISES) == 41
