"""The judge of 6.8: to each question five answers are let in, however worded, and five are refused."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from kata.answer import load_module
from kata.catalogue import ROOT, Catalogue
from kata.fresh import modules_of
from kata.mistakes import mistakes_of
from kata.result import Result
from kata.runner.client import Runner

EXERCISE = Catalogue().exercise("6.8")
ACCEPTED = sorted((ROOT / "checks" / "accepted" / EXERCISE.key).glob("*/answers.md"))
REJECTED = sorted((ROOT / "checks" / "rejected" / EXERCISE.key).glob("*/answers.md"))
QUESTIONS = range(1, 9)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[Path, Result]]:
    """What the exercise's tests say of each whole file of answers."""
    trees = {}
    for path in [*ACCEPTED, *REJECTED]:
        folder = tmp_path_factory.mktemp("answers") / EXERCISE.key
        folder.mkdir(parents=True)
        (folder / path.name).write_bytes(path.read_bytes())
        trees[path] = folder.parent.parent
    with Runner(workers=1) as runner:
        jobs = {path: runner.job(EXERCISE, answers=tree) for path, tree in trees.items()}
        paths = {job.id: path for path, job in jobs.items()}
        yield {paths[job.id]: result for job, result, event in runner.run(jobs.values()) if event["event"] == "ended"}


def refused(result: Result) -> set[int]:
    """The questions whose answers are red."""
    return {verdict.requirement for verdict in result.red_tests}


def test_five_answers_to_each_question_are_let_in(results: dict[Path, Result]) -> None:
    let_in = Counter(number for path in ACCEPTED for number in set(QUESTIONS) - refused(results[path]))

    assert all(results[path].complete for path in ACCEPTED)
    assert {number: let_in[number] for number in QUESTIONS if let_in[number] < 5} == {}


def test_five_answers_to_each_question_are_refused(results: dict[Path, Result]) -> None:
    kept_out = Counter(number for path in REJECTED for number in refused(results[path]))

    assert all(results[path].complete for path in REJECTED)
    assert {number: kept_out[number] for number in QUESTIONS if kept_out[number] < 5} == {}


@pytest.mark.parametrize("path", REJECTED, ids=lambda path: path.parent.name)
def test_a_bad_file_is_refused_in_every_answer(path: Path, results: dict[Path, Result]) -> None:
    assert refused(results[path]) == set(QUESTIONS)


def test_the_accepted_answers_are_worded_differently() -> None:
    """No two of them share ten words in a row, or five copies would count as five answers."""
    with modules_of(EXERCISE.folder):
        heard = load_module(EXERCISE.folder, "listening").heard
        texts = [heard(path.read_text(encoding="utf-8")) for path in ACCEPTED]

    assert len(texts) >= 5
    for one, other in combinations(texts, 2):
        assert [number for number in QUESTIONS if one[number].words_shared_with(other[number].text) >= 10] == []


def test_no_good_answer_passes_as_the_answer_to_another_question() -> None:
    """Of the short ones, which have equal lengths, the ideas alone must tell them apart."""
    with modules_of(EXERCISE.folder):
        listening = load_module(EXERCISE.folder, "listening")
        texts = [listening.heard(path.read_text(encoding="utf-8")) for path in ACCEPTED]
    mistaken = [
        (number, other)
        for heard in texts
        for number in range(2, 8)
        for other in range(2, 8)
        if number != other
        and not (said := listening.Said(other, heard[number].text)).unnamed
        and not said.ideas_missing
    ]

    assert len(texts) >= 5
    assert mistaken == []


def test_the_report_says_how_many_ideas_are_missing_and_not_which(results: dict[Path, Result]) -> None:
    ideas = tomllib.loads((EXERCISE.folder / "ideas.toml").read_text(encoding="utf-8"))
    told = {
        verdict.requirement: " ".join([failure.expected, failure.got, failure.note, failure.why, *failure.differs])
        for path in REJECTED
        for verdict in results[path].red_tests
        if verdict.function == "test_it_names_the_ideas" and (failure := verdict.failure) and failure.got.isdigit()
    }

    assert told
    for number, words in told.items():
        assert re.search(r"\d", words)
        for phrases in ideas[str(number)]["ideas"].values():
            named = [phrase for phrase in phrases if re.search(rf"\b{re.escape(phrase.strip('*'))}", words)]
            assert named == [], f"the report on {number} gives {named} away"


def test_the_bad_files_are_mistakes_of_the_exercise() -> None:
    """So that the proof of 6.8 looks at them too."""
    mistakes = {mistake.name for mistake in mistakes_of(EXERCISE, ROOT / "checks" / "rejected") if mistake.answer}

    assert {path.parent.name for path in REJECTED} == mistakes
    assert len(REJECTED) >= 5
