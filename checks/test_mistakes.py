"""The form of the rejected mistakes: whatever is wrong with it is told in one line with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from kata.catalogue import Exercise
from kata.errors import KataError
from kata.mistakes import mistakes_of, write_answer

REFERENCE = "A = 1\nB = 1\n"


@pytest.fixture
def rejected(tmp_path: Path, doors: Exercise) -> Path:
    (tmp_path / "rejected" / "section9_samples").mkdir(parents=True)
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "main.py").write_text(REFERENCE, encoding="utf-8")
    return tmp_path / "rejected" / "section9_samples" / "ex01_doors.toml"


def answer(toml: str, rejected: Path, doors: Exercise) -> str:
    """The text of the first mistake's main.py."""
    rejected.write_text(toml, encoding="utf-8")
    first = mistakes_of(doors, rejected.parent.parent)[0]
    target = rejected.parent / "written"
    write_answer(first, rejected.parent.parent.parent / "reference", target)
    return (target / "main.py").read_text(encoding="utf-8")


def test_an_edit_is_made(rejected: Path, doors: Exercise) -> None:
    toml = '[m]\nwhy = "w"\ncaught_by = ["test_one"]\nfind = "A = 1"\nreplace = "A = 2"\n'

    assert answer(toml, rejected, doors) == "A = 2\nB = 1\n"


def test_several_edits_are_made_in_their_order(rejected: Path, doors: Exercise) -> None:
    edits = '[{find = "A = 1", replace = "C = 5"}, {find = "5", replace = "6"}]'
    toml = f'[m]\nwhy = "w"\ncaught_by = ["t"]\nedits = {edits}\n'

    assert answer(toml, rejected, doors) == "C = 6\nB = 1\n"


def test_a_mistake_can_be_a_whole_file(rejected: Path, doors: Exercise) -> None:
    folder = rejected.with_suffix("") / "m"
    folder.mkdir(parents=True)
    (folder / "main.py").write_text("C = 3\n", encoding="utf-8")

    assert answer('[m]\nwhy = "w"\ncaught_by = ["t"]\nanswer = true\n', rejected, doors) == "C = 3\n"


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\nfind = "X"\nreplace = ""\n', "[m] find 'X' is not in"),
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\nfind = " = 1"\nreplace = ""\n', "[m] find '= 1' stands 2 times in"),
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\n[m]\nwhy = "x"\n', "Two mistakes of one name, or a slip in the TOML?"),
        ('[m]\ncaught_by = ["t"]\nfind = "A"\nreplace = ""\n', "[m] needs `why` and `caught_by`."),
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\n', "[m] needs edits, or `answer = true`."),
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\nanswer = true\n', "[m] has no folder"),
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\nfind = "A"\n', "[m] has an edit without 'replace'."),
        ('[m]\nwhy = "w"\ncaught_by = ["t"]\nfnid = "A"\n', "[m] has an unknown key 'fnid'."),
        ("m = 1\n", "[m] is no table."),
    ],
)
def test_what_is_wrong_is_told_in_one_line(toml: str, message: str, rejected: Path, doors: Exercise) -> None:
    with pytest.raises(KataError) as caught:
        answer(toml, rejected, doors)

    assert message in str(caught.value)
    assert "ex01_doors" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_told(rejected: Path, doors: Exercise) -> None:
    with pytest.raises(KataError, match=r"ex01_doors\.toml is missing\."):
        mistakes_of(doors, rejected.parent.parent)
