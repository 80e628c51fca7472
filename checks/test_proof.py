"""The proof itself: each rule says no to an exercise that breaks it, and to one where it had nothing to look at."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.support import DOORS_ANSWERED
from kata import rules
from kata.catalogue import Exercise
from kata.proof import Evidence, Tree, gather
from kata.rules import judged
from kata.runner.client import Runner
from kata.written import lines

MISTAKES = {
    "one": ('{"door": 1}', '{"door": 0}', "test_one_is_200"),
    "two": ('{"door": 2}', '{"door": 0}', "test_two_is_200"),
    "three": ("X-Door", "Door", "test_three_has_a_header"),
    "four": ("return sent", "return {}", "test_four_sends_back"),
    **{
        f"four-{code}": (", status_code=201", f", status_code={code}", "test_four_sends_back")
        for code in (200, 202, 203, 206)
    },
}


def toml(mistakes: dict[str, tuple[str, str, str]]) -> str:
    return "".join(
        f"[{name}]\nwhy = 'w'\ncaught_by = ['{test}']\nfind = '{find}'\nreplace = '{replace}'\n"
        for name, (find, replace, test) in mistakes.items()
    )


@pytest.fixture
def tree(tmp_path: Path, doors: Exercise) -> Tree:
    """All that belongs to a sample exercise that is fair."""
    made = Tree(tmp_path / "solutions", tmp_path / "accepted", tmp_path / "rejected")
    (made.solutions / doors.key).mkdir(parents=True)
    (made.solutions / doors.key / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
    (made.accepted / doors.key).mkdir(parents=True)
    for name in ("a", "b"):
        (made.accepted / doors.key / f"{name}.py").write_text(f"{DOORS_ANSWERED}# {name}\n", encoding="utf-8")
    (made.rejected / doors.key).parent.mkdir(parents=True)
    (made.rejected / f"{doors.key}.toml").write_text(toml(MISTAKES), encoding="utf-8")
    return made


Change = Callable[[Exercise, Tree], None]


def edited(path: Path, find: str, replace: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert find in text
    path.write_text(text.replace(find, replace), encoding="utf-8")


def test_a_fair_exercise_breaks_no_rule(runner: Runner, doors: Exercise, tree: Tree, tmp_path: Path) -> None:
    evidence = gather(runner, doors, tmp_path / "scratch", tree)

    for rule in rules.RULES:
        looked = judged(rule, evidence)
        assert not looked.faults, looked.faults
        assert looked.count > 0


def test_in_brief_a_mistake_meets_what_it_can_reach_and_one_case_of_what_it_does_not_name(
    runner: Runner, doors: Exercise, tree: Tree, tmp_path: Path
) -> None:
    toml_file = tree.rejected / f"{doors.key}.toml"
    rules_file = toml_file.read_text(encoding="utf-8")
    for code in (201, 202):
        find, replace = '@app.get("/one")', f'@app.get("/one", status_code={code})'
        rules_file += toml({f"one-{code}": (find, replace, "test_one_is_200")})
    toml_file.write_text(rules_file, encoding="utf-8")

    whole = gather(runner, doors, tmp_path / "whole", tree)
    brief = gather(runner, doors, tmp_path / "brief", tree, brief=True)

    every = set(whole.reference.tests)
    assert {len(result.tests) for _, result in whole.rejected.values()} == {len(every)}
    run = {name: set(result.tests) for name, (_, result) in brief.rejected.items()}
    four = {"test_four_sends_back[short]", "test_four_sends_back[long]"}
    assert run["one"] == {"test_one_is_200"}
    assert run["four"] == four
    assert run["four-202"] == every
    assert run["one-201"] | run["one-202"] == every
    assert len(run["one-201"] & four) == len(run["one-202"] & four) == 1
    for rule in rules.RULES:
        assert judged(rule, brief) == judged(rule, whole), rule.__doc__


def test_in_brief_no_test_that_starts_a_process_is_run_alone(
    runner: Runner, doors: Exercise, tree: Tree, tmp_path: Path
) -> None:
    edited(doors.test_file, "def test_two_is_200(", "@pytest.mark.process\ndef test_two_is_200(")

    whole = gather(runner, doors, tmp_path / "whole", tree)
    brief = gather(runner, doors, tmp_path / "brief", tree, brief=True)

    assert len(whole.functions) > 1
    assert set(whole.alone) == whole.functions
    assert set(brief.alone) == whole.functions - {"test_two_is_200"}


def _green_stub(doors: Exercise, tree: Tree) -> None:
    (doors.folder / "main.py").write_text(DOORS_ANSWERED + "# TODO\n", encoding="utf-8")


def _stub_without_app(doors: Exercise, tree: Tree) -> None:
    (doors.folder / "main.py").write_text("# TODO\n", encoding="utf-8")


def _stub_red_by_error(doors: Exercise, tree: Tree) -> None:
    edited(
        doors.test_file,
        'response = client.get("/one")\n',
        'response = client.get("/one")\n    response.json()["door"]\n',
    )


def _red_reference(doors: Exercise, tree: Tree) -> None:
    edited(tree.solutions / doors.key / "main.py", '{"door": 2}', '{"door": 5}')
    edited(tree.rejected / f"{doors.key}.toml", '{"door": 2}', '{"door": 5}')


def _one_accepted(doors: Exercise, tree: Tree) -> None:
    (tree.accepted / doors.key / "a.py").unlink()


def _red_accepted(doors: Exercise, tree: Tree) -> None:
    edited(tree.accepted / doors.key / "a.py", '{"door": 3}', '{"door": 4}')


def _none_accepted(doors: Exercise, tree: Tree) -> None:
    shutil.rmtree(tree.accepted)


def _wrong_names(doors: Exercise, tree: Tree) -> None:
    edited(tree.rejected / f"{doors.key}.toml", "['test_one_is_200']", "['test_two_is_200', 'test_nothing']")


def _few_mistakes(doors: Exercise, tree: Tree) -> None:
    few = {name: MISTAKES[name] for name in ("one", "two", "three")}
    (tree.rejected / f"{doors.key}.toml").write_text(toml(few), encoding="utf-8")


def _twins(doors: Exercise, tree: Tree) -> None:
    twin = "def test_twin(client):\n    assert client.get('/two').json() == {'door': 2}\n"
    edited(doors.test_file, "@pytest.mark.task(2)", f"@pytest.mark.task(1)\n{twin}\n\n@pytest.mark.task(2)")
    edited(tree.rejected / f"{doors.key}.toml", "['test_two_is_200']", "['test_two_is_200', 'test_twin']")


def _untested_requirement(doors: Exercise, tree: Tree) -> None:
    edited(doors.readme, "4. `POST /four`", "4. More.\n5. `POST /four`")


def _order_matters(doors: Exercise, tree: Tree) -> None:
    edited(doors.test_file, "import pytest\n", "import pytest\n\nSEEN = []\n")
    edited(doors.test_file, 'response = client.get("/one")\n', 'SEEN.append(1)\n    response = client.get("/one")\n')
    last = '    assert response.json() == {"door": 2}\n'
    edited(doors.test_file, last, f"{last}    assert SEEN\n")


def _no_question(doors: Exercise, tree: Tree) -> None:
    edited(doors.readme, "Does it matter?\n", "")


def _answer_in_a_comment(doors: Exercise, tree: Tree) -> None:
    edited(doors.folder / "main.py", "# TODO", '# response.headers["X-Door"] = "3"\n    # TODO')


def _no_todo(doors: Exercise, tree: Tree) -> None:
    edited(doors.folder / "main.py", "# TODO: a route for each door.", "")


def _much_to_write(doors: Exercise, tree: Tree) -> None:
    more = "\n".join(f"number_{n} = {n}" for n in range(40))
    edited(tree.solutions / doors.key / "main.py", "app = FastAPI()\n", f"app = FastAPI()\n{more}\n")


def _answer_in_a_scripts_remark(doors: Exercise, tree: Tree) -> None:
    (tree.solutions / doors.key / "door.json").write_text('{"exec": ["open(3, slowly)"]}', encoding="utf-8")
    (doors.folder / "door.json").write_text('{"exec": ["// open(3, slowly)"]}', encoding="utf-8")


def _answer_in_a_texts_remark(doors: Exercise, tree: Tree) -> None:
    (tree.solutions / doors.key / "answers.md").write_text("# Doors\n\nThree are open.\n", encoding="utf-8")
    (doors.folder / "answers.md").write_text("# Doors\n\n<!-- Three are open. -->\n", encoding="utf-8")


def _much_text_to_write(doors: Exercise, tree: Tree) -> None:
    (tree.solutions / doors.key / "answers.md").write_text("A line.\n\n" * 40, encoding="utf-8")


@pytest.mark.parametrize(
    ("change", "rule", "fault"),
    [
        (_green_stub, rules.stub_is_red, r"test_one_is_200 is not red on the stub\."),
        (
            _stub_without_app,
            rules.stub_is_red,
            r"test_one_is_200 is red on the stub, but by no assertion: main.py has no",
        ),
        (
            _stub_red_by_error,
            rules.stub_is_red,
            r"test_one_is_200 is red on the stub, but by no assertion: no field 'door'",
        ),
        (_red_reference, rules.reference_is_green, r"the reference: test_two_is_200 is red: \{'door': 5\}\."),
        (_one_accepted, rules.accepted_are_green, r"1 accepted answers are there; 2 are the least\."),
        (_red_accepted, rules.accepted_are_green, r"a: test_three_has_a_header is red: \{'door': 4\}\."),
        (_none_accepted, rules.accepted_are_green, r"There was nothing to look at\."),
        (_wrong_names, rules.mistakes_are_caught, r"\[one\] names test_nothing, which is no test\."),
        (_wrong_names, rules.mistakes_are_caught, r"\[one\] is not caught by test_two_is_200\."),
        (_wrong_names, rules.mistakes_are_caught, r"\[one\] also reddens test_one_is_200\."),
        (_few_mistakes, rules.mistakes_are_caught, r"3 mistakes are there; 8 are the least\."),
        (_few_mistakes, rules.every_test_is_needed, r"test_four_sends_back is red on no mistake\."),
        (_twins, rules.every_test_is_needed, r"test_twin and test_two_is_200 are red on the same mistakes: two\."),
        (_untested_requirement, rules.every_requirement_is_tested, r"Requirement 5 has no test\."),
        (_order_matters, rules.any_order_will_do, r"in the order reverse: test_two_is_200 is red"),
        (_order_matters, rules.any_order_will_do, r"test_two_is_200 alone: test_two_is_200 is red"),
        (_no_question, rules.readme_has_its_form, r"\*In the interview\* asks no question"),
        (
            _answer_in_a_comment,
            rules.stub_gives_nothing_away,
            r"main\.py gives a line of the answer away: response\.headers",
        ),
        (
            _answer_in_a_scripts_remark,
            rules.stub_gives_nothing_away,
            r"door\.json gives a line of the answer away: open\(3, slowly\)",
        ),
        (
            _answer_in_a_texts_remark,
            rules.stub_gives_nothing_away,
            r"answers\.md gives a line of the answer away: Three are open\.",
        ),
        (_much_text_to_write, rules.stub_gives_nothing_away, r"The learner has \d+ lines to write; 30 are the most\."),
        (_no_todo, rules.stub_gives_nothing_away, r"No TODO in the stub says where to write\."),
        (_much_to_write, rules.stub_gives_nothing_away, r"The learner has \d+ lines to write; 30 are the most\."),
    ],
)
def test_an_unfair_exercise_is_told_why(
    runner: Runner, doors: Exercise, tree: Tree, tmp_path: Path, change: Change, rule: rules.Rule, fault: str
) -> None:
    change(doors, tree)
    evidence = gather(runner, doors, tmp_path / "scratch", tree)

    faults = judged(rule, evidence).faults

    assert any(re.search(fault, found) for found in faults), faults


def test_a_rule_that_looked_at_nothing_is_a_fault(runner: Runner, doors: Exercise, tree: Tree, tmp_path: Path) -> None:
    evidence: Evidence = gather(runner, doors, tmp_path / "scratch", tree)

    looked = judged(lambda _: rules.Looked(0), evidence)

    assert looked.faults == ("There was nothing to look at.",)


@pytest.mark.parametrize(
    ("name", "text", "written"),
    [
        ("main.py", "x = 1\n\n# y = 2\n)\n", ["x = 1", ")"]),
        ("answers.md", "# Doors\n\n<!-- TODO -->\nOpen.\n", ["# Doors", "Open."]),
        ("door.json", '{"type": "bearer", "n": 1, "exec": ["// TODO", "open(3);", "});", ""]}', ["open(3);"]),
        ("door.json", "{ TODO\n", ["{ TODO"]),
        ("picture.png", None, []),
    ],
)
def test_what_a_learner_writes_depends_on_the_format(
    tmp_path: Path, name: str, text: str | None, written: list[str]
) -> None:
    (tmp_path / name).write_bytes(b"\x89PNG\xff" if text is None else text.encode())

    assert lines(tmp_path / name) == written
