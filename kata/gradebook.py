"""Points in forms that leave the terminal: rows for a spreadsheet, and JSON for a program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kata.catalogue import Exercise
from kata.errors import KataError
from kata.readme import read
from kata.result import Result
from kata.verdict import Outcome

COLUMNS = ("student", "exercise", "title", "requirement", "points", "why", "notes")
"""Of the rows, one for each student and requirement."""
LONGEST = 200
"""Most characters of a reason."""


@dataclass(frozen=True)
class Grade:
    """What a student's answer to one exercise is worth."""

    student: str
    result: Result
    missing: str = ""
    """Why there is no answer at all, or empty."""

    @property
    def exercise(self) -> Exercise:
        return self.result.exercise

    @cached_property
    def requirements(self) -> dict[int, str]:
        """Every requirement, and in words why there is no point for it; empty where there is one."""
        tests = self.result.tests
        numbers = sorted(set(tests.values())) or range(1, len(read(self.exercise).requirements) + 1)
        return {number: self._why_not([test for test in tests if tests[test] == number]) for number in numbers}

    def _why_not(self, tests: Sequence[str]) -> str:
        if self.missing:
            return self.missing
        verdicts = [self.result.verdicts.get(test) for test in tests]
        red = [verdict for verdict in verdicts if verdict is None or verdict.outcome is not Outcome.PASSED]
        if tests and not red:
            return ""
        words = next((verdict.words for verdict in red if verdict), self.result.trouble) or "no verdict"
        return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"

    @property
    def points(self) -> int:
        return sum(not why for why in self.requirements.values())

    @property
    def of(self) -> int:
        return len(self.requirements)

    @property
    def words(self) -> str:
        """What is wrong with the answer as a whole, or empty."""
        if whole := self.missing or self.result.trouble or self.result.broken:
            return whole
        stuck = self.result.count(Outcome.NO_ANSWER, Outcome.ENDED)
        return f"{stuck} without an end" if stuck else ""


def total(grades: Iterable[Grade]) -> tuple[int, int]:
    """The points, and how many there could be."""
    counted = [(grade.points, grade.of) for grade in grades]
    return sum(points for points, _ in counted), sum(of for _, of in counted)


def as_csv(grades: Iterable[Grade]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    for grade in grades:
        exercise, notes = grade.exercise, " ".join(grade.result.notes)
        for requirement, why in grade.requirements.items():
            row = (grade.student, exercise.number, exercise.title, requirement, int(not why), why, notes)
            rows.writerow(map(_cell, row))
    return text.getvalue()


def _cell(value: object) -> str:
    """On one line, and nothing that a spreadsheet takes for a formula."""
    text = " ".join(str(value).split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def as_json(grades: Sequence[Grade]) -> str:
    students = {grade.student: [each for each in grades if each.student == grade.student] for grade in grades}
    content = {"students": [_student(name, theirs) for name, theirs in students.items()]}
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _student(name: str, grades: Sequence[Grade]) -> dict[str, Any]:
    points, of = total(grades)
    return {"student": name, "points": points, "of": of, "exercises": [_exercise(grade) for grade in grades]}


def _exercise(grade: Grade) -> dict[str, Any]:
    requirements = [
        {"requirement": requirement, "points": int(not why), "why": why}
        for requirement, why in grade.requirements.items()
    ]
    return {
        "exercise": grade.exercise.number,
        "title": grade.exercise.title,
        "points": grade.points,
        "of": grade.of,
        "words": grade.words,
        "notes": grade.result.notes,
        "requirements": requirements,
    }


def write(option: str, path: Path, text: str | None = None) -> None:
    """Write `text` to `path`; without one, only see that this can be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a" if text is None else "w", encoding="utf-8", newline="") as file:
            file.write(text or "")
    except OSError as error:
        raise KataError(f"{option}: {path} cannot be written: {error.strerror}.", "Name another file.") from None
