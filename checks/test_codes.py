"""Task, page, interview answer and tests of an exercise speak of the same HTTP status codes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from kata.catalogue import ROOT, Catalogue, Exercise, Section
from kata.readme import read

EXERCISES = Catalogue().exercises
SECTIONS = Catalogue().sections
CODES = frozenset(str(status.value) for status in HTTPStatus if status >= 200)
_NUMBER = re.compile(
    r"(?<![\w.,/€$-])([2-5]\d\d)(?![\w/]|[.,-]\d)"
    r"(?! (?:[KM]i?B|bytes|characters|words|ms|cents|items|rows|requests|pages|minutes)\b)"
)
_ELSEWHERE = re.compile(r"[^.]*\bAPIs\b[^.]*\.")
"""A sentence on what others do: "Some APIs answer 404 after the last page."."""
LEAST = 150
"""Pairs of an exercise and a code that there must be at least, or the check has lost its sight."""


def codes_in(markdown: str) -> set[str]:
    """The status codes that a text names; numbers in addresses, examples and code are none."""
    inlines = (token for token in MarkdownIt("commonmark").enable("table").parse(markdown) if token.type == "inline")
    pieces = [piece for token in inlines for piece in token.children or []]
    texts = [piece.content for piece in pieces if piece.type == "text"]
    texts += [piece.content for piece in pieces if piece.type == "code_inline" and piece.content in CODES]
    return {code for text in texts for code in _NUMBER.findall(text) if code in CODES}


def section_of(markdown: str, heading: str) -> str:
    """What stands below a heading of the second level."""
    return f"\n{markdown}".partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def enforced(path: Path) -> set[str]:
    """The codes that stand in a file as values; of Python, neither in a docstring nor in a comment."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        return set(re.findall(r"(?<!\d)\d{3}(?!\d)", text)) & CODES
    tree = ast.parse(text)
    prose = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    values = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in prose)
    names = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    told = " ".join([*(str(node.value) for node in values), *names])
    return set(re.findall(r"(?<!\d)\d{3}(?!\d)", told)) & CODES


def looked_at(exercise: Exercise) -> set[str]:
    """The codes that the tests of an exercise hold the answer to.

    A contract that is given (YAML, TOML) is played against the answer. Where the answer is no app, given modules stand
    between it and the tests, and the reference answer shows what they ask for.
    """
    reference = ROOT / "solutions" / exercise.key
    answer = sorted(path for path in reference.rglob("*") if path.is_file() and path.suffix != ".pyc")
    names = {path.relative_to(reference) for path in answer}
    given = [path for path in exercise.files() if path.relative_to(exercise.folder) not in names]
    if (reference / "main.py").is_file():
        return enforced(exercise.test_file).union(*(enforced(path) for path in given if path.suffix != ".py"))
    return enforced(exercise.test_file).union(*map(enforced, [*given, *answer]))


def page(section: Section) -> str:
    return (section.folder / "README.md").read_text(encoding="utf-8")


def task(exercise: Exercise) -> str:
    return section_of(exercise.readme.read_text(encoding="utf-8"), "Your task")


def named() -> Iterator[tuple[Exercise, str]]:
    """Each code that the task of an exercise asks for. What other APIs do is none, nor is a 500 that must not be."""
    for exercise in EXERCISES:
        asked = codes_in(_ELSEWHERE.sub("", task(exercise)))
        yield from ((exercise, code) for code in sorted(asked) if code != "500" or code in looked_at(exercise))


NAMED = list(named())


def test_codes_are_seen_at_all() -> None:
    assert codes_in("answers 201, or `404`; not 250, 64 KiB, 512 KiB, `GET /x/404`, /a/500, RFC 9110, 401s, 1.200") == {
        "201",
        "404",
    }
    assert codes_in("| code |\n|---|\n| 409 |\n") == {"409"}
    assert codes_in("[403](https://x.example/404) and 500 characters, limit of 200 words") == {"403"}
    assert len(NAMED) >= LEAST


@pytest.mark.parametrize(
    ("exercise", "code"), [pytest.param(*each, id=f"{each[0].number}-{each[1]}") for each in NAMED]
)
def test_a_code_that_the_task_names_is_tested(exercise: Exercise, code: str) -> None:
    assert code in looked_at(exercise), f"{exercise.number} names {code}, which no test of it looks at."


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.number)
def test_the_interview_answer_names_codes_that_are_taught(exercise: Exercise) -> None:
    """A model answer that names a code from nowhere would be learned by heart all the same."""
    readme = read(exercise)
    section = next(section for section in SECTIONS if exercise in section.exercises)
    known = codes_in(task(exercise)) | codes_in(page(section)) | looked_at(exercise)

    by_heart = codes_in(page(SECTIONS[0]))
    assert codes_in(f"{readme.question}\n\n{readme.model_answer}") <= known | by_heart


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
def test_what_the_page_says_in_the_interview_is_taught(section: Section) -> None:
    said = codes_in(section_of(page(section), "What to say in the interview"))
    taught = codes_in(section_of(page(section), "What to revise"))
    for exercise in section.exercises if section != SECTIONS[-1] else EXERCISES:  # the last one repeats all others
        taught |= looked_at(exercise)

    assert said <= taught | codes_in(section_of(page(SECTIONS[0]), "What to revise"))
