"""Trials of a learner's test file: whatever the file does, it comes to a verdict in words, and nothing stays behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from kata import trials
from kata.answer import AnswerError
from kata.errors import KataError
from kata.trials import Plan, Trials

APP = "def double(number):\n    return number * 2\n"
PLAN = """
tests = "my_tests.py"
app = "app.py"

[flaws.sum]
rule = "three is doubled"
edits = [{ find = "number * 2", replace = "number + 2" }]
"""

Tests = Callable[[str], Trials]


@pytest.fixture
def tests(tmp_path: Path) -> Iterator[Tests]:
    """Trials of a file with the given text."""
    (tmp_path / "app.py").write_text(APP, encoding="utf-8")
    (tmp_path / "flaws.toml").write_text(PLAN, encoding="utf-8")
    with ExitStack() as running:

        def of(text: str) -> Trials:
            (tmp_path / "my_tests.py").write_text(f"from app import double\n{text}", encoding="utf-8")
            made = Trials(Plan.of(tmp_path), tmp_path)
            running.callback(made.close)
            return made

        yield of


def test_a_rule_is_covered_by_a_test_that_notices(tests: Tests) -> None:
    good = tests("def test_two():\n    assert double(2) == 4\ndef test_three():\n    assert double(3) == 6\n")

    assert good.right.passed == ["test_two", "test_three"]
    assert good.against("sum").passed == ["test_two"]
    assert good.not_covered("sum") == []
    assert good.backwards.passed == ["test_three", "test_two"]
    assert good.alone.failed == []


def test_a_rule_is_not_covered_by_tests_that_notice_nothing_or_fail_anyway(tests: Tests) -> None:
    poor = tests("def test_two():\n    assert double(2) == 4\ndef test_five():\n    assert double(5) == 11\n")

    assert poor.right.failed == ["test_five (line 5: assert 10 == 11)"]
    assert poor.not_covered("sum") == ["three is doubled"]


def test_state_of_a_module_does_not_outlive_a_run(tests: Tests) -> None:
    text = "seen = []\ndef test_one():\n    seen.append(1)\ndef test_two():\n    assert seen\n"

    shared = tests(text)

    assert shared.right.failed == []
    assert shared.backwards.failed == ["test_two (line 6: assert [])"]
    assert shared.alone.failed == ["test_two (line 6: assert [])"]


@pytest.mark.parametrize(
    ("text", "words", "line"),
    [
        ("def test_x(:\n    pass\n", "does not parse", 2),
        ("import nothing_of_that_name\n", "cannot be imported", 2),
        ("while True:\n    pass\n", "came to no end", 0),
        ("def test_x():\n    while True:\n        pass\n", "came to no end within 2 s (in test_x)", 0),
        ("import os\ndef test_x():\n    os._exit(0)\n", "ended the process that it runs in", 0),
        ("def test_x():\n    raise KeyboardInterrupt\n", "stopped pytest", 0),
    ],
    ids=["syntax", "import", "loop-at-import", "loop", "exit", "interrupt"],
)
def test_a_file_that_cannot_be_run_has_a_verdict(
    tests: Tests, monkeypatch: pytest.MonkeyPatch, text: str, words: str, line: int
) -> None:
    monkeypatch.setattr(trials, "LIMIT", 2.0)
    bad = tests(text)

    for _ in range(2):  # the second answer is the first one, remembered
        with pytest.raises(AnswerError, match="my_tests") as raised:
            _ = bad.right

        assert words in raised.value.summary
        if line:
            assert raised.value.place
            assert raised.value.place.line == line


def test_a_test_that_hangs_in_c_is_ended_from_outside(tests: Tests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "START", 2.0)
    monkeypatch.setattr(trials, "LIMIT", 1.0)

    with pytest.raises(AnswerError, match="ended the process"):
        _ = tests("import re\ndef test_x():\n    re.match('(a+)+b', 'a' * 40)\n").right


def test_nothing_is_left_behind(tests: Tests, tmp_path: Path) -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    busy = tests(
        "import subprocess, sys\n"
        "from pathlib import Path\n"
        "def test_files(tmp_path):\n"
        "    Path('here.db').touch()\n"
        "    (tmp_path / 'there.db').touch()\n"
        "def test_process():\n"
        "    subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
    )
    assert busy.right.failed == []

    busy.close()

    assert {child.pid for child in psutil.Process().children(recursive=True)} <= before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["app.py", "flaws.toml", "my_tests.py"]


def test_an_app_that_was_changed_is_told(tests: Tests, tmp_path: Path) -> None:
    good = tests("def test_two():\n    assert double(2) == 4\n")
    (tmp_path / "app.py").write_text(APP.replace("number * 2", "2 * number"), encoding="utf-8")

    assert good.right.failed == []
    with pytest.raises(AnswerError, match="not as it was given"):
        good.not_covered("sum")


def test_a_plan_that_is_none_is_told(tmp_path: Path) -> None:
    (tmp_path / "flaws.toml").write_text('tests = "my_tests.py"\n', encoding="utf-8")

    with pytest.raises(KataError, match="flaws"):
        Plan.of(tmp_path)
