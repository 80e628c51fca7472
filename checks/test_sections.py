"""The sections: their exercises fill the time that their pages promise, and the study plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from kata.catalogue import Catalogue, Section
from kata.readme import read

SECTIONS = Catalogue().sections


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
    assert len(Catalogue().exercises) == 41
