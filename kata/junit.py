"""Verdicts as JUnit XML: one suite an exercise, one case a test, the requirement's number as a property of the case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from junitparser import Error, Failure, JUnitXml, Properties, Property, TestCase, TestSuite

from kata.catalogue import Section
from kata.errors import KataError
from kata.result import Result
from kata.screen import failure_text
from kata.verdict import Outcome, Verdict


def write(path: Path, sections: Iterable[tuple[Section, Sequence[Result]]]) -> None:
    """Write all verdicts to `path`; a test without a verdict is an error in it, never left out."""
    write_students(path, {"": sections})


def write_students(path: Path, students: Mapping[str, Iterable[tuple[Section, Sequence[Result]]]]) -> None:
    """The same with the verdicts of several students, by their names."""
    report = JUnitXml("kata")
    for student, sections in students.items():
        for section, results in sections:
            for result in results:
                report.add_testsuite(_suite(student, section, result))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        report.write(str(path), pretty=True)
    except OSError as error:
        raise KataError(f"--junitxml: {path} cannot be written: {error.strerror}.", "Name another file.") from None


def _suite(student: str, section: Section, result: Result) -> TestSuite:
    suite = TestSuite(f"{student} {result.exercise.number} {result.exercise.title}".lstrip())
    suite.add_property("section", section.name)
    if student:
        suite.add_property("student", student)
    for test, requirement in result.tests.items():
        suite.add_testcase(_case(result, test, requirement))
    if result.trouble and not result.tests:
        case = TestCase("collection", result.exercise.key)
        case.result = [Error(result.trouble)]
        suite.add_testcase(case)
    return suite


def _case(result: Result, test: str, requirement: int) -> TestCase:
    verdict = result.verdicts.get(test)
    case = TestCase(test, result.exercise.key.replace("/", "."), verdict.seconds if verdict else 0.0)
    properties = Properties()  # type: ignore[no-untyped-call]
    properties.add_property(Property("exercise", result.exercise.number))
    properties.add_property(Property("requirement", str(requirement)))
    case.append(properties)  # type: ignore[no-untyped-call]
    if verdict is None:
        case.result = [Error("no verdict")]
    elif verdict.outcome is not Outcome.PASSED:
        case.result = [_told(verdict)]
    return case


def _told(verdict: Verdict) -> Failure | Error:
    kind = Failure if verdict.outcome is Outcome.FAILED else Error
    failure = verdict.failure
    told = kind(verdict.words, str(verdict.outcome))
    told.text = failure_text(failure) if failure else ""
    return told
