"""Grade students' answers with your own tests: a point for each requirement that holds.

Of a student's folder only the answers are taken: the files that the reference answer has, and Python modules that the
student has added. Tests, settings and given files are yours.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from kata import junit
from kata.catalogue import Catalogue, Exercise
from kata.commands.section import add_output, add_servers, by_section, running
from kata.errors import KataError
from kata.gradebook import COLUMNS, Grade, as_csv, as_json, total, write
from kata.grading import Desk, Student, Task
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", help="a student's clone, or any folder with exercises/ in it")
    parser.add_argument(
        "more",
        nargs="*",
        metavar="MORE",
        help="folders of more students; exercises and sections, such as 1.3 and 2: only these are graded",
    )
    parser.add_argument(
        "--csv",
        type=Path,
        metavar="FILE",
        help=f"also write FILE, with a row for each student and requirement: {', '.join(COLUMNS)}",
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="also write FILE: students, their exercises, and the requirements"
    )
    add_output(parser)
    add_servers(parser)


def run(options: argparse.Namespace) -> int:
    catalogue = Catalogue()
    folders, exercises = _sorted_out([options.folder, *options.more], catalogue)
    students = _students(folders, catalogue)
    tasks = [Task.of(exercise) for exercise in exercises]
    for option in ("csv", "json"):
        if path := getattr(options, option):
            write(f"--{option}", path)
    screen = Screen()
    grades: list[Grade] = []
    with tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True) as scratch, ExitStack() as stack:
        desk = Desk(Path(scratch), tasks)
        for student in students:
            desk.collect(student)  # all, before the first answer runs
        runner = None
        for student in students:
            screen.show(Text(f"\n{student.name}\n", style="bold"))
            runner = runner or stack.enter_context(running(options, exercises))
            theirs = desk.grade(student, runner, options.limit)
            grades += theirs
            screen.show(*_table(screen, theirs, verbose=options.verbose))
            if any(grade.result.trouble for grade in theirs):
                runner = None  # it may be lost, but not to the others
    if len(students) > 1:
        screen.show("", *_sums(students, grades))
    if apart := screen.apart([grade.result for grade in grades[: len(tasks)]], "nox -s grade -- FOLDER"):
        screen.show(apart)
    _write(options, catalogue, grades)
    if troubled := [f"{grade.student} {grade.exercise.number}" for grade in grades if grade.result.trouble]:
        raise KataError(f"Not graded to the end: {', '.join(troubled)}.", "The table says why; grade them again.")
    return 0


def _sorted_out(words: Sequence[str], catalogue: Catalogue) -> tuple[list[Path], list[Exercise]]:
    """The students' folders, and the exercises that are named, or all: the first word is a folder."""
    folders: list[Path] = []
    exercises: list[Exercise] = []
    for word in words:
        path = Path(word)
        own = path.resolve().is_relative_to(catalogue.folder)  # such as exercises/section1_basics
        if not folders or (path.is_dir() and not own):
            folders.append(path)
        else:
            exercises += _named(word, catalogue)
    chosen = exercises or catalogue.exercises
    return folders, [exercise for exercise in catalogue.exercises if exercise in chosen]


def _named(word: str, catalogue: Catalogue) -> tuple[Exercise, ...]:
    try:
        return catalogue.section(word).exercises
    except KataError:
        exercise = catalogue.exercise(word)
    if exercise not in catalogue.exercises:
        raise KataError(f"{word} is not in your exercises.", "Name a student by the folder that holds exercises/.")
    return (exercise,)


def _students(folders: Sequence[Path], catalogue: Catalogue) -> list[Student]:
    """A student for each folder, called by its name, or by its path where that name is another's too."""
    students: list[Student] = []
    names = [path.resolve().name for path in folders]
    for path, name in zip(folders, names, strict=True):
        if not path.is_dir():
            raise KataError(f"There is no folder {path}.", f"Paths count from {Path.cwd()}.")
        student = Student(name if names.count(name) == 1 else path.as_posix(), path.resolve())
        if not any(student.folder(exercise).is_dir() for exercise in catalogue.exercises):
            raise KataError(f"{path} holds no exercise.", "Name the folder in which the student's exercises/ lies.")
        students.append(student)
    return students


def _table(screen: Screen, grades: Sequence[Grade], *, verbose: bool) -> Iterable[RenderableType]:
    width = max(len(grade.exercise.title) for grade in grades)
    for grade in grades:
        mark = ("✓", "green") if grade.points == grade.of else ("✗", "red")
        name = f"{grade.exercise.number}  {grade.exercise.title:<{width}}"
        yield Text.assemble("  ", mark, f" {name}  {_points([grade])}  {grade.words}".rstrip())
    yield Text(f"    {'all':<{width + 5}}  {_points(grades)}", style="bold")
    for grade in grades:
        if verbose and not grade.missing:
            yield screen.details(grade.result, verbose=True)
        else:
            yield from (Text(f"  {grade.exercise.number} {note}") for note in grade.result.notes)


def _sums(students: Sequence[Student], grades: Sequence[Grade]) -> Iterable[RenderableType]:
    width = max(len(student.name) for student in students)
    for student in students:
        theirs = [grade for grade in grades if grade.student == student.name]
        yield Text(f"  {student.name:<{width}}  {_points(theirs)}")


def _points(grades: Sequence[Grade]) -> str:
    points, of = total(grades)
    return f"{points:>3} of {of:<3}"


def _write(options: argparse.Namespace, catalogue: Catalogue, grades: Sequence[Grade]) -> None:
    if options.csv:
        write("--csv", options.csv, as_csv(grades))
    if options.json:
        write("--json", options.json, as_json(grades))
    if options.junitxml:
        students = dict.fromkeys(grade.student for grade in grades)
        results = {name: [grade.result for grade in grades if grade.student == name] for name in students}
        junit.write_students(
            options.junitxml, {name: by_section(catalogue.sections, theirs) for name, theirs in results.items()}
        )
