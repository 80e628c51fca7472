"""The catalogue is what lies in the folders, and names are forgiving."""

from __future__ import annotations

from pathlib import Path

import pytest

from checks.support import SAMPLES, copy_samples
from kata.catalogue import ROOT, Catalogue, Exercise
from kata.errors import KataError
from kata.readme import read

CATALOGUE = Catalogue()


def test_a_new_folder_is_a_new_exercise(tmp_path: Path) -> None:
    section = copy_samples(tmp_path)
    before = [exercise.number for exercise in Catalogue(tmp_path).exercises]
    (section / "ex03_more").mkdir()
    (section / "ex03_more" / "README.md").write_text("# 9.3 More\n", encoding="utf-8")
    after = Catalogue(tmp_path).exercises

    assert before == ["9.1", "9.2"]
    assert [(exercise.number, exercise.title) for exercise in after][2] == ("9.3", "More")


@pytest.mark.parametrize(
    "name",
    [
        "1.3",
        "ex03_create_and_fetch",
        "create_and_fetch",
        "section1_basics/ex03_create_and_fetch",
        "exercises/section1_basics/ex03_create_and_fetch/",
        "exercises/section1_basics/ex03_create_and_fetch/main.py",
        str(ROOT / "exercises/section1_basics/ex03_create_and_fetch/test_main.py"),
    ],
)
def test_an_exercise_answers_to_many_names(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    exercise = CATALOGUE.exercise(name)

    assert exercise.number == "1.3"
    assert exercise.title == "Create and fetch"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("1.33", "There is no exercise '1.33'. The nearest is 1."),
        ("create_and_fetsh", "There is no exercise 'create_and_fetsh'. The nearest is 1.3 (create_and_fetch)"),
        ("ex03", "'ex03' stands for several exercises. Say which: 1.3 or "),
        ("kata/plugin.py", "kata/plugin.py is not in an exercise."),
        ("~~~~", "There is no exercise '~~~~'. `nox -s progress` lists them all."),
    ],
)
def test_an_unknown_exercise_is_told_in_one_line(name: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    with pytest.raises(KataError) as caught:
        CATALOGUE.exercise(name)

    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_an_unknown_section_names_the_nearest() -> None:
    with pytest.raises(KataError, match=r"There is no section 'section11'\. The nearest is section1"):
        CATALOGUE.section("section11")


def test_a_readme_is_read_whole() -> None:
    readme = read(Exercise(SAMPLES / "ex01_doors"))

    assert readme.title == "9.1 Doors"
    assert (readme.minutes, readme.core) == (5, True)
    assert readme.requirements[2] == '`GET /three` answers 200, `{"door": 3}` and a header `X-Door: 3`.'
    assert [hint.summary for hint in readme.hints] == ["1 · a nudge", "2 · the way", "3 · nearly there"]
    assert [hint.text for hint in readme.hints] == ["The first.", "The second.", "The third."]
    assert (readme.question, readme.model_answer) == ("Does it matter?", "No.")
    assert readme.faults() == []


@pytest.mark.parametrize(
    ("find", "replace", "fault"),
    [
        ("5 minutes · core · routes", "5 minutes", "line 3 is not of the form"),
        ("## Hints", "## Help", "its headings are"),
        ("1. `GET", "- `GET", "*Your task* has no numbered list"),
        ("<details><summary>3 · nearly there</summary>\n\nThe third.\n\n</details>\n", "", "it has 2 hints, not 3"),
        ("The second.", "", "a hint is empty"),
        ("Does it matter?\n", "", "*In the interview* asks no question"),
        ("No.\n", "No. " * 61 + "\n", "the model answer has 61 words, not 60 at most"),
        ("Nothing here does:", "word " * 300, "words stand before the hints, 250 are the most"),
    ],
)
def test_a_readme_without_its_form_is_told_why(doors: Exercise, find: str, replace: str, fault: str) -> None:
    text = doors.readme.read_text(encoding="utf-8")
    assert find in text
    for item in ("2. `GET", "3. `GET", "4. `POST") if find.startswith("1.") else ():
        text = text.replace(item, item.replace(item[:2], "-"))
    doors.readme.write_text(text.replace(find, replace), encoding="utf-8")

    faults = read(doors).faults()

    assert any(fault in found for found in faults), faults


def test_a_missing_readme_is_told_in_one_line(doors: Exercise) -> None:
    doors.readme.unlink()

    with pytest.raises(KataError, match=r"has no README\.md\. CONTRIBUTING\.md shows the form\."):
        read(doors)
