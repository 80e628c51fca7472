"""The plugin under plain pytest: what it prints, what it refuses, and that it works with xdist and in random order."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.conftest import Command
from checks.support import SAMPLES
from kata.catalogue import ROOT, Exercise

FAULTS = ROOT / "checks" / "faults"
PLAIN = ("-m", "pytest", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", "--rootdir", ROOT)
FILE_ORDER = ("-p", "no:randomly")
DOORS = SAMPLES / "ex01_doors"


@pytest.fixture
def answered(doors: Exercise) -> Callable[[str], Exercise]:
    """The sample exercise with one of the broken answers."""

    def with_answer(name: str) -> Exercise:
        shutil.copyfile(FAULTS / f"{name}.py", doors.folder / "main.py")
        return doors

    return with_answer


def test_the_first_red_requirement_is_shown_in_full_and_the_others_on_a_line(python: Command) -> None:
    done = python(*PLAIN, *FILE_ORDER, DOORS)

    assert done.returncode == 1
    assert done.stdout.count("> GET /one HTTP/1.1") == 1
    assert "expected  response.status_code == 200" in done.stdout
    assert "> GET /two" not in done.stdout
    assert done.stdout.count("\nFAILED ") == 5
    assert "Error" not in done.stdout.replace("AssertionError", "")
    assert "_pytest" not in done.stdout


def test_verbose_shows_every_failure(python: Command) -> None:
    done = python(*PLAIN, *FILE_ORDER, "-v", DOORS)

    assert [done.stdout.count(f"> {line} HTTP/1.1") for line in ("GET /one", "GET /two", "POST /four")] == [1, 1, 2]


def test_the_order_does_not_change_what_is_shown(python: Command) -> None:
    for _ in range(3):
        done = python("-m", "pytest", "-p", "pytest_randomly", *PLAIN[2:], DOORS)
        assert "9.1 Doors · requirement 1 · one is 200" in done.stdout


def test_it_works_under_xdist(python: Command) -> None:
    done = python("-m", "pytest", "-p", "xdist.plugin", *PLAIN[2:], "-n", "2", SAMPLES, env={"COLUMNS": "200"})

    assert done.returncode == 1
    assert "9.1 Doors · requirement 1 · one is 200" in done.stdout
    assert "expected response.status_code == 200, got 501" in done.stdout
    assert "5 failed, 4 passed" in done.stdout


def test_junit_holds_the_requirements(python: Command, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    python(*PLAIN, f"--junitxml={report}", DOORS)

    cases = list(ET.parse(report).iter("testcase"))
    numbers = [
        prop.get("value") for case in cases for prop in case.iter("property") if prop.get("name") == "requirement"
    ]
    assert sorted(str(number) for number in numbers) == ["1", "2", "3", "4", "4"]
    assert all("expected  response.status_code" in (case.find("failure").text or "") for case in cases)  # type: ignore[union-attr]


def test_other_answers_can_be_tested(python: Command, tmp_path: Path) -> None:
    answer = tmp_path / SAMPLES.name / DOORS.name
    answer.mkdir(parents=True)
    shutil.copyfile(FAULTS / "crash.py", answer / "main.py")

    done = python(*PLAIN, "--answers", tmp_path, DOORS)

    assert "1 failed, 4 passed" in done.stdout
    assert f"{tmp_path.resolve()}/{SAMPLES.name}/{DOORS.name}/main.py:16" in done.stdout


def test_answers_that_are_not_there_are_a_usage_error(python: Command) -> None:
    done = python(*PLAIN, "--answers", "nowhere", DOORS)

    assert done.returncode == 4
    assert "--answers: there is no folder nowhere." in done.stderr


@pytest.mark.parametrize(
    ("marker", "said"),
    [("@pytest.mark.task(9)", "has task(9)"), ("@pytest.mark.task", "has no task marker"), ("", "has no task marker")],
)
def test_a_test_without_a_requirement_ends_the_run(doors: Exercise, python: Command, marker: str, said: str) -> None:
    text = doors.test_file.read_text(encoding="utf-8")
    doors.test_file.write_text(text.replace("@pytest.mark.task(1)", marker), encoding="utf-8")

    done = python(*PLAIN, doors.folder)

    assert done.returncode == 4
    assert said in done.stderr
    assert "README.md states the requirements 1 to 4" in done.stderr
    assert "Traceback" not in done.stderr


def test_colour_is_for_terminals(python: Command) -> None:
    plain = python(*PLAIN, DOORS)
    forced = python(*PLAIN, "--color=yes", DOORS, env={"NO_COLOR": "1", "FORCE_COLOR": ""})

    assert "\x1b[" not in plain.stdout
    assert "9.1 Doors" in forced.stdout


def test_an_endless_loop_fails_alone_under_plain_pytest(answered: Callable[[str], Exercise], python: Command) -> None:
    for name in ("loop_sync", "loop_async", "sleep_async"):
        done = python(*PLAIN, *FILE_ORDER, "--timeout=3", answered(name).folder)

        assert done.returncode == 1, name
        assert "1 failed, 4 passed" in done.stdout, name
        assert "no answer to GET /two within 3 s" in done.stdout, name
        assert "It was last seen at this line." in done.stdout, name


def test_what_cannot_be_interrupted_ends_the_run_with_its_place(
    answered: Callable[[str], Exercise], python: Command
) -> None:
    done = python(*PLAIN, *FILE_ORDER, "--timeout=3", answered("sleep_sync").folder)

    assert done.returncode == 1
    assert "gave no answer within 3 s and cannot be interrupted" in done.stderr
    assert "main.py:17   time.sleep(3600)" in done.stderr


def test_a_start_is_a_restart(doors: Exercise, python: Command) -> None:
    """The environment holds until the next start; state does not outlive it; the lifespan runs."""
    doors.folder.joinpath("main.py").write_text(
        "import os\nfrom contextlib import asynccontextmanager\nfrom fastapi import FastAPI\n\n"
        "COUNT = []\n\n\n@asynccontextmanager\nasync def lifespan(app):\n    COUNT.append('started')\n    yield\n\n\n"
        "app = FastAPI(lifespan=lifespan)\n\n\n@app.get('/one')\ndef one():\n"
        "    COUNT.append('asked')\n    return [os.environ.get('DOOR'), *COUNT]\n",
        encoding="utf-8",
    )
    doors.test_file.write_text(
        "import pytest\n\n\n@pytest.mark.task(1)\ndef test_restart(start):\n"
        "    client = start(env={'DOOR': 'red'})\n"
        "    assert client.get('/one').json() == ['red', 'started', 'asked']\n"
        "    assert start().get('/one').json() == [None, 'started', 'asked']\n",
        encoding="utf-8",
    )

    done = python(*PLAIN, doors.folder)

    assert done.returncode == 0, done.stdout


def test_served_answers_run_on_a_real_port(doors: Exercise, python: Command) -> None:
    shutil.copyfile(FAULTS / "crash.py", doors.folder / "main.py")
    doors.test_file.write_text(
        "import pytest\n\n\n@pytest.mark.task(1)\n@pytest.mark.process\ndef test_served(served):\n"
        "    client = served(env={'DOOR': 'red'})\n    assert client.get('/one').json() == {'door': 1}\n"
        "    assert client.base_url.host == '127.0.0.1'\n    assert client.get('/two').status_code == 200\n",
        encoding="utf-8",
    )

    done = python(*PLAIN, doors.folder)

    assert done.returncode == 1
    assert "before: GET /one → 200" in done.stdout
    assert "KeyError: 'two'" in done.stdout


def test_the_clock_is_moved(doors: Exercise, python: Command) -> None:
    doors.test_file.write_text(
        "import time\nimport pytest\n\n\n@pytest.mark.task(1)\ndef test_clock(clock):\n"
        "    before = time.time()\n    clock.shift(61)\n    assert time.time() - before == 61\n"
        "    assert time.gmtime().tm_year == 2030\n",
        encoding="utf-8",
    )

    done = python(*PLAIN, doors.folder)

    assert done.returncode == 0, done.stdout
