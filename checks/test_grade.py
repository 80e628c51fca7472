"""Grading: points for a student's answers, by the teacher's tests and nothing of the student's own."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import py_compile
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any

import pytest
from junitparser import JUnitXml

from checks.conftest import Command
from checks.support import DOORS_ANSWERED, SAMPLES, copy_samples
from kata import grading
from kata.__main__ import main
from kata.catalogue import Catalogue, Exercise
from kata.grading import LARGEST, Student, Task, taken

DOORS, SUM = "ex01_doors", "ex02_sum"
HANGS = DOORS_ANSWERED.replace("    return {", "    __import__('time').sleep(60)\n    return {")
ENDS_THE_RUNNER = "import os\n\nos.kill(os.getppid(), 9)\n"
IN_PARTS = "from doors_of_mine import app\n"
NEEDS_ANOTHER_GIVEN_FILE = (SAMPLES / SUM / "main.py").read_text(encoding="utf-8").replace("add(a, b)", "add(a)")
WRONG_SUM = "expected response.json() == {'sum': 3}, got {'sum': 4}"
GREEN_TESTS = "import pytest\n\n\n@pytest.mark.task(1)\ndef test_one_is_200():\n    pass\n"
PASSES_ALL = """import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    report.outcome = "passed"
    return report
"""


@dataclass
class Graded:
    done: subprocess.CompletedProcess[str]
    rows: list[dict[str, str]]
    json: dict[str, Any]
    junit: list[Any]
    text: str
    """All that was written and shown."""

    def points(self, student: str) -> list[tuple[str, int]]:
        """The student's points for each exercise."""
        exercises = dict.fromkeys(row["exercise"] for row in self.rows)
        own = [row for row in self.rows if row["student"] == student]
        return [(each, sum(int(row["points"]) for row in own if row["exercise"] == each)) for each in exercises]

    def why(self, student: str, exercise: str) -> set[str]:
        return {row["why"] for row in self.rows if (row["student"], row["exercise"]) == (student, exercise)}


class Class:
    """A teacher's set of the two sample exercises, and her students' folders beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.teacher = folder / "teacher"
        section = copy_samples(self.teacher / "exercises")
        for name, text in ((DOORS, DOORS_ANSWERED), (SUM, (section / SUM / "main.py").read_text(encoding="utf-8"))):
            write(self.teacher / "solutions" / section.name / name / "main.py", text)
        write(section / DOORS / "main.py", DOORS_ANSWERED)  # she has worked it herself

    def student(self, name: str, **answers: str) -> Path:
        """A student's folder of exercises with what was given, and these answers; without one main.py is missing."""
        section = copy_samples(self.folder / name / "exercises")
        for exercise in (DOORS, SUM):
            (section / exercise / "main.py").unlink()
            if exercise in answers:
                write(section / exercise / "main.py", answers[exercise])
        return section

    def grade(self, python: Command, *students: str, options: tuple[str, ...] = ()) -> Graded:
        files = [self.folder / f"points-{students[0]}.{kind}" for kind in ("csv", "json", "xml")]
        told = ["--csv", files[0], "--json", files[1], "--junitxml", files[2], "--limit", "3", *options]
        folders = [self.folder / name for name in students]
        done = python("-m", "kata", "grade", *folders, *told, env={"KATA_EXERCISES": str(self.teacher)})
        texts = [file.read_text(encoding="utf-8") for file in files]
        rows = list(csv.DictReader(texts[0].splitlines()))
        return Graded(
            done,
            rows,
            json.loads(texts[1]),
            list(JUnitXml.fromstring(texts[2].encode())),
            "".join([done.stdout, *texts]),
        )


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Class:
    school = Class(tmp_path_factory.mktemp("school"))
    right_sum = (SAMPLES / SUM / "main.py").read_text(encoding="utf-8")

    anna = school.student("anna", ex01_doors=IN_PARTS, ex02_sum=right_sum.replace("add(a, b)", "add(a, b + 1)"))
    write(anna / DOORS / "doors_of_mine.py", DOORS_ANSWERED)

    school.student("ben", ex02_sum="def broken(:\n")

    school.student("hanna", ex01_doors=HANGS, ex02_sum=right_sum)

    cheat = school.student("carl", ex02_sum=NEEDS_ANOTHER_GIVEN_FILE)
    stub = (SAMPLES / DOORS / "main.py").read_text(encoding="utf-8")
    pyc = cache_from_source(str(write(cheat / DOORS / "main.py", stub)))
    right = write(school.folder / "right.py", DOORS_ANSWERED)
    py_compile.compile(str(right), pyc, invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
    shutil.copyfile(pyc, cheat / DOORS / "main.pyc")
    write(cheat / DOORS / "test_main.py", GREEN_TESTS)
    write(cheat / SUM / "calculate.py", "def add(a, b=2):\n    return a + b\n")
    write(cheat / SUM / "calculate" / "__init__.py", "def add(a, b=2):\n    return a + b\n")
    for folder in (school.folder / "carl", cheat.parent, cheat, cheat / DOORS, cheat / SUM):
        write(folder / "conftest.py", PASSES_ALL)
    write(school.folder / "carl" / "pyproject.toml", "[tool.pytest.ini_options]\naddopts = '--collect-only'\n")
    shutil.copytree(cheat / SUM, cheat / "ex99_free")
    shutil.copytree(cheat, cheat.with_name("section8_free"))

    linus = school.student("linus")
    write(school.folder / "linus" / "mine.py", right_sum)
    with contextlib.suppress(OSError):  # Windows asks for a right to make them
        (linus / DOORS / "main.py").symlink_to(right)
        (linus / SUM / "main.py").symlink_to("../../../mine.py")
    return school


@pytest.fixture(scope="module")
def graded(school: Class, python: Command) -> Graded:
    return school.grade(python, "anna", "ben", "hanna", "carl", "linus")


def test_a_point_for_each_requirement_that_holds(graded: Graded) -> None:
    assert graded.done.returncode == 0, graded.done.stderr
    assert graded.points("anna") == [("9.1", 4), ("9.2", 1)]
    assert graded.why("anna", "9.2") == {"", WRONG_SUM}


def test_no_answer_and_a_broken_one_are_no_points_in_words(graded: Graded) -> None:
    """Although the teacher's own answer lies where the missing one should be."""
    assert graded.points("ben") == [("9.1", 0), ("9.2", 0)]
    assert graded.why("ben", "9.1") == {"no answer: main.py is missing"}
    assert graded.why("ben", "9.2") == {"main.py does not parse"}


def test_an_answer_that_hangs_costs_only_its_own_verdicts(graded: Graded) -> None:
    """The runner asks no answer again that it had to end three times; for points the rest is run."""
    assert graded.points("hanna") == [("9.1", 1), ("9.2", 2)]
    assert graded.why("hanna", "9.1") == {"", *(f"no answer to GET /{n} within 3 s" for n in ("one", "two", "three"))}


def test_a_students_tests_settings_bytecode_and_given_files_are_not_used(graded: Graded) -> None:
    assert graded.points("carl") == [("9.1", 0), ("9.2", 0)]
    assert graded.why("carl", "9.1") == {
        "expected response.status_code == 200, got 501",
        "expected response.status_code == 201, got 501",
    }


def test_an_invented_exercise_is_not_there(graded: Graded) -> None:
    assert {row["exercise"] for row in graded.rows} == {"9.1", "9.2"}


def test_a_link_is_followed_only_within_the_students_folder(graded: Graded, school: Class) -> None:
    if not (school.folder / "linus" / "exercises" / SAMPLES.name / DOORS / "main.py").is_symlink():
        pytest.skip("no links here")
    assert graded.points("linus") == [("9.1", 0), ("9.2", 2)]
    assert graded.why("linus", "9.1") == {
        "main.py is not taken: it leads out of linus, is no file, or is larger than 1 MiB"
    }


def test_the_table_has_a_row_for_each_exercise_and_the_sums(graded: Graded) -> None:
    lines = [" ".join(line.split()) for line in graded.done.stdout.splitlines()]

    assert lines[: lines.index("ben")] == ["", "anna", "", "✓ 9.1 Doors 4 of 4", "✗ 9.2 Sum 1 of 2", "all 5 of 6", ""]
    assert "✗ 9.1 Doors 0 of 4 no answer: main.py is missing" in lines
    assert "✗ 9.2 Sum 0 of 2 main.py does not parse" in lines
    assert "✗ 9.1 Doors 1 of 4 3 without an end" in lines
    assert lines[-5:] == ["anna 5 of 6", "ben 0 of 6", "hanna 3 of 6", "carl 0 of 6", "linus 2 of 6"]


def test_csv_has_a_row_for_each_student_and_requirement(graded: Graded) -> None:
    rows = [list(row.values()) for row in graded.rows if row["student"] == "anna"]

    assert len(graded.rows) == 5 * 6
    assert list(graded.rows[0]) == ["student", "exercise", "title", "requirement", "points", "why", "notes"]
    assert rows[-3:] == [
        ["anna", "9.1", "Doors", "4", "1", "", ""],
        ["anna", "9.2", "Sum", "1", "0", WRONG_SUM, ""],
        ["anna", "9.2", "Sum", "2", "1", "", ""],
    ]


def test_json_has_students_exercises_and_requirements(graded: Graded) -> None:
    anna, ben, *_ = graded.json["students"]

    assert [(each["student"], each["points"], each["of"]) for each in (anna, ben)] == [("anna", 5, 6), ("ben", 0, 6)]
    assert [(each["exercise"], each["points"], each["of"]) for each in anna["exercises"]] == [
        ("9.1", 4, 4),
        ("9.2", 1, 2),
    ]
    assert ben["exercises"][1]["words"] == "main.py does not parse"
    assert ben["exercises"][1]["requirements"][1] == {
        "requirement": 2,
        "points": 0,
        "why": "main.py does not parse",
    }


def test_junit_has_a_suite_for_each_student_and_exercise(graded: Graded) -> None:
    suites = {suite.name: suite for suite in graded.junit}

    assert len(suites) == 5 * 2
    assert (suites["anna 9.1 Doors"].tests, suites["anna 9.1 Doors"].failures) == (5, 0)
    assert {each.name: each.value for each in suites["ben 9.2 Sum"].properties()}["student"] == "ben"


def test_no_report_names_the_scratch_folder(graded: Graded) -> None:
    assert "kata-" not in graded.text
    assert "exercises/section9_samples/ex02_sum/main.py:1" in graded.text


def test_an_answer_that_ends_the_runner_is_told_and_hurts_no_other_student(school: Class, python: Command) -> None:
    if not hasattr(os, "fork"):
        pytest.skip("the parent of an answer is the runner only where it forks")
    school.student("mallory", ex01_doors=ENDS_THE_RUNNER)

    graded = school.grade(python, "mallory", "anna", options=("-v",))

    assert graded.done.returncode == 2
    assert "Not graded to the end: mallory 9.1" in graded.done.stderr
    assert graded.points("mallory") == [("9.1", 0), ("9.2", 0)]
    assert graded.points("anna") == [("9.1", 4), ("9.2", 1)]
    assert "  got       " in graded.done.stdout


# What is taken


@pytest.mark.parametrize(
    ("name", "is_taken"),
    [
        ("main.py", True),
        ("answers.md", True),
        ("routers/users.py", True),
        ("helpers.py", True),
        ("notes.md", False),
        ("README.md", False),
        ("test_main.py", False),
        ("users_test.py", False),
        ("routers/conftest.py", False),
        ("provider.py", False),
        ("Provider.py", False),
        ("provider/__init__.py", False),
        ("data.toml", False),
        ("data.py", True),
        ("__pycache__/main.py", False),
        (".venv/helpers.py", False),
        ("main.pyc", False),
        ("=1+1.py", False),
    ],
)
def test_only_what_is_the_students_to_write_is_taken(name: str, is_taken: bool, doors: Exercise) -> None:
    answer, given = frozenset({"main.py", "answers.md"}), frozenset({"provider.py", "data.toml"})

    assert Task(doors, answer, given).takes(name) is is_taken


def test_a_huge_file_and_a_folder_are_not_taken(tmp_path: Path, doors: Exercise) -> None:
    student = Student("greta", tmp_path / "greta")
    write(student.folder(doors) / "huge.py", "#" * (LARGEST + 1))
    write(student.folder(doors) / "fits.py", "#" * LARGEST)
    (student.folder(doors) / "main.py").mkdir()

    assert list(taken(student, Task(doors, frozenset({"main.py"}), frozenset()))) == ["fits.py"]


def test_answers_and_given_files_are_told_apart_in_every_exercise() -> None:
    tasks = {exercise.number: Task.of(exercise) for exercise in Catalogue().exercises}

    assert all(task.answer for task in tasks.values())
    assert tasks["3.7"].given == {"provider.py"}
    assert tasks["4.3"].answer == {"collection.json", "environment.json"}
    assert not tasks["6.7"].given


# Bad input


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("{none}",), "There is no folder {none}. Paths count from "),
        (("{empty}",), "{empty} holds no exercise. Name the folder in which the student's exercises/ lies."),
        (("{clone}/exercises",), "{clone}/exercises holds no exercise."),
        (("{clone}", "{none}"), "There is no exercise '{none}'."),
        (("{clone}", "1.9"), "There is no exercise '1.9'. The nearest is 1.5;"),
        (("{clone}", "{clone}/exercises/section1_basics/ex01_request_parts/main.py"), "is not in your exercises."),
        (("{clone}", "1.1", "--csv", "README.md/x"), "--csv: README.md/x cannot be written"),
        (("{clone}", "1.1", "--json", "README.md/x"), "--json: README.md/x cannot be written"),
        ((), "grade: the following arguments are required: FOLDER"),
    ],
)
def test_bad_input_is_told_in_one_line(
    arguments: tuple[str, ...], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    places = {name: (tmp_path / name).as_posix() for name in ("none", "empty", "clone")}
    (tmp_path / "empty").mkdir()
    write(tmp_path / "clone" / "exercises" / "section1_basics" / "ex01_request_parts" / "main.py", "")

    code = main(["grade", *(word.format(**places) for word in arguments)])

    error = capsys.readouterr().err
    assert code == 2
    assert message.format(**places) in error
    assert error.count("\n") == 1


def test_without_the_folder_of_solutions_there_is_no_grading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(grading, "HOME", tmp_path)
    (tmp_path / "exercises" / "section1_basics" / "ex01_request_parts").mkdir(parents=True)

    assert main(["grade", str(tmp_path), "1.1"]) == 2
    assert "Grade with a clone of the branch main." in capsys.readouterr().err
