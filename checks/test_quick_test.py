"""The quick test agrees with itself, with the app that it asks, and with what the sections teach."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from checks.test_codes import codes_in, looked_at, page
from kata.catalogue import ROOT, Catalogue
from kata.result import Result
from kata.runner.client import Runner

EXERCISE = Catalogue().exercise("7.1")
STUB = EXERCISE.folder / "answers.py"
REFERENCE = ROOT / "solutions" / EXERCISE.key / "answers.py"
TESTS = EXERCISE.test_file.read_text(encoding="utf-8")
QUESTIONS = 30


def answers(path: Path) -> dict[str, object]:
    """Name and answer of each question, in the order of the file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assigned = [node for node in tree.body if isinstance(node, ast.Assign)]
    return {ast.unparse(node.targets[0]): ast.literal_eval(node.value) for node in assigned}


def asked() -> dict[str, tuple[int, str]]:
    """The section of each question, and its words: the comments above it."""
    found: dict[str, tuple[int, str]] = {}
    section, words = 0, list[str]()
    for line in STUB.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"# --- Section (\d)", line):
            section, words = int(heading[1]), []
        elif line.startswith("# "):
            words.append(line.removeprefix("# "))
        elif match := re.match(r"(\w+) = None", line):
            found[match[1]] = (section, "\n".join(words))
            words = []
    return found


def result_of(runner: Runner, tmp_path: Path, changed: dict[str, object]) -> Result:
    """What comes of the reference answers with some of them changed."""
    folder = tmp_path / EXERCISE.key
    folder.mkdir(parents=True)
    given = answers(REFERENCE) | changed
    text = "".join(f"{name} = {value!r}\n" for name, value in given.items())
    (folder / "answers.py").write_text(text, encoding="utf-8")
    jobs = [runner.job(EXERCISE, answers=tmp_path, brief=True)]
    return next(result for _, result, event in runner.run(jobs) if event["event"] == "ended")


def question_of(test: str) -> str:
    """The question that a test judges: its case, or what its name says."""
    name, _, case = test.partition("[")
    return case.removesuffix("]") or name.removeprefix("test_").removesuffix("_is_predicted")


def wrong(answer: object) -> object:
    """Another answer of the same kind."""
    if isinstance(answer, str) and len(answer) == 1:
        return "abcd"[("abcd".index(answer) + 1) % 4]
    return answer + 1 if isinstance(answer, int) else [answer, "more"]


def test_stub_and_reference_ask_the_same() -> None:
    assert list(answers(STUB)) == list(answers(REFERENCE)) == list(asked())
    assert len(asked()) == QUESTIONS
    assert set(answers(STUB).values()) == {None}
    assert {section for section, _ in asked().values()} == {1, 2, 3, 4, 5, 6}


def test_each_question_is_judged_by_one_case_of_its_section(runner: Runner, tmp_path: Path) -> None:
    result = result_of(runner, tmp_path, {})

    assert result.green
    assert sorted(map(question_of, result.tests)) == sorted(asked())
    assert {question_of(test): number for test, number in result.tests.items()} == {
        name: section for name, (section, _) in asked().items()
    }


@pytest.mark.parametrize("odd", [0, 1])
def test_a_wrong_answer_is_red_in_its_own_case_only(runner: Runner, tmp_path: Path, odd: int) -> None:
    """Every second answer is wrong, then the others: a case that judged another question would show."""
    names = list(asked())[odd::2]
    reference = answers(REFERENCE)

    result = result_of(runner, tmp_path, {name: wrong(reference[name]) for name in names})

    assert sorted(question_of(verdict.test) for verdict in result.red_tests) == sorted(names)


@pytest.mark.parametrize("name", [name for name, value in answers(REFERENCE).items() if value not in tuple("abcd")])
def test_a_prediction_is_asked_in_words_as_the_test_asks_it(name: str) -> None:
    """The request above the question is the request of its case."""
    words = asked()[name][1]
    if words.startswith("The same request"):
        words = asked()[list(asked())[list(asked()).index(name) - 1]][1]
    request = re.match(r"(?P<method>[A-Z]+) (?P<path>/[^\s:]*)", words)
    assert request
    case = next(text for text in (_case(name), _function(name)) if text)

    assert f'"{request["path"]}"' in case
    assert f'"{request["method"]}"' in case or f".{request['method'].lower()}(" in case
    for body in re.findall(r"\{.*\}", words):
        assert ast.literal_eval(body) == ast.literal_eval(re.findall(r"json=(\{.*?\})", case)[0])
    for origin in re.findall(r"Origin: (\S+):", words):
        assert origin in case
    for token in re.findall(r"the token t-(\w+)", words):
        assert f"headers={token.upper()}" in case


def _case(name: str) -> str:
    return next((line for line in TESTS.splitlines() if f'ask("{name}"' in line), "")


def _function(name: str) -> str:
    return TESTS.partition(f"def test_{name}_is_predicted")[2].partition("\n\n\n")[0]


@pytest.mark.parametrize("name", [name for name in asked() if name.endswith("_status")])
def test_a_status_is_one_that_its_section_teaches(name: str) -> None:
    section = Catalogue().section(str(asked()[name][0]))
    taught = codes_in(page(section)).union(*(looked_at(exercise) for exercise in section.exercises))

    assert str(answers(REFERENCE)[name]) in taught


@pytest.mark.parametrize("name", [name for name, value in answers(REFERENCE).items() if value in tuple("abcd")])
def test_the_codes_of_a_right_choice_are_tested_in_its_section(name: str) -> None:
    """What the quick test calls right is what the tests of that section ask for."""
    section, words = asked()[name]
    lines = words.partition("\n")[2].replace("\n", "   ")
    choices = dict(choice.split(" ", 1) for choice in lines.split("   "))
    right = choices[str(answers(REFERENCE)[name])]
    tested = set[str]().union(*(looked_at(each) for each in Catalogue().section(str(section)).exercises))

    assert list(choices) == ["a", "b", "c", "d"]
    assert codes_in(right) <= tested
