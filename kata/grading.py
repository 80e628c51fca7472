"""Grade a student's answers with one's own tests, given files and settings: a point for each requirement that holds.

Of a student's tree only the answers are read, and all of them before the first one runs. Each is laid over a copy of
the exercise from which every answer was taken out, so that what she lacks is not made up for by what lies there.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any

from kata.catalogue import HOME, Exercise
from kata.errors import KataError
from kata.gradebook import Grade
from kata.reference import reference_of
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import LIMIT
from kata.verdict import Outcome, Verdict

LARGEST = 1 << 20
"""Most bytes of a file that is taken."""
_CONTROLS = {code: "\ufffd" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""What a stranger's answer could move a terminal with."""


@dataclass(frozen=True)
class Student:
    """Whose answers are graded, and the tree that they lie in."""

    name: str
    tree: Path

    def folder(self, exercise: Exercise) -> Path:
        return self.tree / "exercises" / exercise.key


@dataclass(frozen=True)
class Task:
    """An exercise, and which files in its folder are the student's to write; paths are from that folder."""

    exercise: Exercise
    answer: frozenset[str]
    """The files that the reference answer has."""
    given: frozenset[str]
    """What else the exercise holds beside its tests and its README."""

    @classmethod
    def of(cls, exercise: Exercise) -> Task:
        """`KataError` without the folder of the reference answers: a branch does not tell them from given files."""
        if not (HOME / "solutions").is_dir():
            words = "There is no folder solutions/, by which grading knows the files of an answer."
            raise KataError(words, "Grade with a clone of the branch main.")
        answer = frozenset(reference_of(exercise).files)
        own = (path.relative_to(exercise.folder).as_posix() for path in exercise.files())
        return cls(exercise, answer, frozenset(own) - answer)

    def takes(self, name: str) -> bool:
        """Whether the student's file `name` is part of an answer: a reference answer's, or a module that she added."""
        path = PurePosixPath(name)
        if name in self.answer:
            return True
        module = path.with_suffix("").parts
        if path.suffix != ".py" or not all(map(str.isidentifier, module)) or "__pycache__" in module:
            return False
        if path.name.startswith("test_") or path.name.endswith("_test.py") or path.name == "conftest.py":
            return False
        folded = tuple(map(str.casefold, module))  # on some systems Given.py is given.py
        return not any(folded[: len(each)] == each for each in self._given_modules)

    @cached_property
    def _given_modules(self) -> tuple[tuple[str, ...], ...]:
        """So that a package cannot take the place of a given module of that name either."""
        return tuple(PurePosixPath(name.casefold().removesuffix(".py")).parts for name in self.given)


def taken(student: Student, task: Task) -> dict[str, Path]:
    """The files of the student's answer by their path in the exercise's folder, each resolved.

    Nothing that a symlink brings in from outside of her tree, nothing larger than `LARGEST`.
    """
    tree, folder = student.tree.resolve(), student.folder(task.exercise)
    if not _resolved(folder, tree):
        return {}
    names = {*task.answer, *_names(folder)}
    files = {name: _resolved(folder / name, tree) for name in sorted(names) if task.takes(name)}
    return {name: path for name, path in files.items() if path and _readable(path)}


def _readable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.R_OK) and path.stat().st_size <= LARGEST


def _names(folder: Path) -> Iterable[str]:
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name.isidentifier() and name != "__pycache__"]
        yield from ((Path(place) / name).relative_to(folder).as_posix() for name in files)


def _resolved(path: Path, tree: Path) -> Path | None:
    """Where `path` leads, if there is something, and it lies in `tree`."""
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):  # of a symlink that leads to itself, before Python 3.13
        return None
    return real if real.is_relative_to(tree) else None


class Desk:
    """Where answers are graded: a scratch folder with the exercises, and with what was taken of each student."""

    def __init__(self, scratch: Path, tasks: Sequence[Task]) -> None:
        self.tasks = tasks
        self._scratch = scratch.resolve()
        self._missing: dict[tuple[Student, str], str] = {}
        self._trees: dict[Student, Path] = {}
        self._copies = {task.exercise.key: Exercise(self._exercises / task.exercise.key) for task in tasks}
        for task in tasks:
            exercise, copy = task.exercise, self._copies[task.exercise.key].folder
            own = [exercise.folder / name for name in task.given]
            _copy(copy, {path.relative_to(exercise.folder).as_posix(): path for path in own})
            _copy(copy, {path.name: path for path in (exercise.readme, exercise.test_file)})

    @property
    def _exercises(self) -> Path:
        return self._scratch / "exercises"

    def collect(self, student: Student) -> None:
        """Take the student's answers."""
        tree = self._trees[student] = self._scratch / str(len(self._trees)) / "exercises"
        for task in self.tasks:
            files = taken(student, task)
            _copy(tree / task.exercise.key, files)
            if not task.answer & files.keys():
                self._missing[student, task.exercise.key] = _missing(student, task)

    def grade(self, student: Student, runner: Runner, limit: float = LIMIT) -> list[Grade]:
        """Run the student's answers. Where the runner is lost, the rest has trouble, and the runner is of no more use.

        An answer whose process had to be ended often is not asked again by the runner; here its other tests are run
        by themselves, so that it costs no verdicts but its own.
        """
        whole = {task.exercise.key: Result(task.exercise) for task in self.tasks}
        ended: set[str] = set()
        waiting: dict[str, list[str] | None] = dict.fromkeys(whole)
        try:
            while waiting:
                jobs = [
                    runner.job(self._copies[key], answers=self._trees[student], tests=tests, limit=limit)
                    for key, tests in waiting.items()
                ]
                waiting = {}
                for _, part, event in runner.run(jobs):
                    if event["event"] == "ended":
                        key = part.exercise.key
                        self._enter(part, whole[key])
                        if left := _to_run_again(part, whole[key]):
                            waiting[key] = left
                        else:
                            ended.add(key)
        except KataError as error:
            for key in whole.keys() - ended:
                whole[key].trouble = error.message
        missing = {key: self._missing.get((student, key), "") for key in whole}
        return [Grade(student.name, result, missing[key]) for key, result in whole.items()]

    def _enter(self, part: Result, whole: Result) -> None:
        """Enter what came of a run, told without the scratch folder and what a terminal would take for commands."""
        prefixes = [f"{path}{os.sep}" for path in (*(tree.parent for tree in self._trees.values()), self._scratch)]
        for verdict in part.verdicts.values():
            whole.verdicts[verdict.test] = Verdict.from_json(_plain(verdict.to_json(), prefixes))
        whole.tests = whole.tests or part.tests
        whole.apart = whole.apart or part.apart
        whole.notes += _plain(part.notes, prefixes)
        whole.trouble = whole.trouble or _plain(part.trouble, prefixes)


def _to_run_again(part: Result, whole: Result) -> list[str]:
    """The tests that were left out, unless the answer has shown that it never starts: then it would at none of them."""
    left = [verdict.test for verdict in part.verdicts.values() if verdict.outcome is Outcome.NOT_RUN]
    return left if whole.passed or len(part.verdicts) - len(left) > 1 else []


def _missing(student: Student, task: Task) -> str:
    name = min(task.answer, key=lambda name: (name != "main.py", name))
    if os.path.lexists(student.folder(task.exercise) / name):
        return f"{name} is not taken: it leads out of {student.name}, is no file, or is larger than 1 MiB"
    more = len(task.answer) - 1
    return f"no answer: {name} and {more} more are missing" if more else f"no answer: {name} is missing"


def _copy(folder: Path, files: dict[str, Path]) -> None:
    """Copy files to their names in `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, path in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, folder / name)


def _plain(value: Any, prefixes: Sequence[str]) -> Any:
    """`value` with every text in it cleaned."""
    match value:
        case str():
            for prefix in prefixes:
                value = value.replace(prefix, "")
            return value.translate(_CONTROLS)
        case list():
            return [_plain(each, prefixes) for each in value]
        case dict():
            return {key: _plain(each, prefixes) for key, each in value.items()}
    return value
