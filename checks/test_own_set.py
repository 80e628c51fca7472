"""A set of exercises of one's own: KATA_EXERCISES points every command at it. Here, one of two."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from checks.conftest import Command
from checks.support import committed
from kata.catalogue import ROOT

Kata = Callable[..., "subprocess.CompletedProcess[str]"]
OTHERWISE = """from fastapi import FastAPI
from fastapi.responses import JSONResponse

app = FastAPI()


async def greet():
    return JSONResponse({"hello": "world"})


app.add_api_route("/greeting", greet)
"""
MISTAKE = """
[wrong-{number}]
why = "Another body."
caught_by = ["test_greeting_is_200_and_says_hello"]
find = '{{"hello": "world"}}'
replace = '{{"hello": "{number}"}}'
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


@pytest.fixture
def kata(own: Path, python: Command) -> Kata:
    """Run a command on the set."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return python("-m", "kata", *arguments, env={"KATA_EXERCISES": str(own)})

    return run


def test_the_whole_life_of_a_set(own: Path, kata: Kata) -> None:
    """Made, proved, worked on, compared, reset: nothing of it touches this project."""
    before = sorted(path.name for path in (ROOT / "exercises").iterdir())
    assert kata("new", "1", "hello", "--section-name", "basics").returncode == 0
    made = kata("new", "1", "second", "--title", "A second one")
    assert "checks/rejected/section1_basics/ex02_second.toml" in made.stdout
    committed(own, "A set")

    left = kata("check", "1.1")
    assert left.returncode == 1
    assert "0 accepted answers are there; 2 are the least." in left.stdout
    assert "1 mistakes are there; 8 are the least." in left.stdout
    assert "a TODO is left in it" in left.stdout

    for key in ("section1_basics/ex01_hello", "section1_basics/ex02_second"):
        _finish(own, key)
    committed(own, "Finished")
    merged = kata("check", "1.1", "1.2")
    assert "They can be merged." in merged.stdout, merged.stdout

    red = kata("section", "section1")
    assert red.returncode == 1
    assert "0 of 2 exercises done" in red.stdout
    assert kata("solutions").returncode == 0
    assert "hint 1 of 3" in kata("hint", "1.2").stdout

    main = own / "exercises" / "section1_basics" / "ex02_second" / "main.py"
    main.write_text(OTHERWISE, encoding="utf-8")
    green = kata("section", "section1", "1.2")
    assert green.returncode == 0, green.stdout
    compared = kata("compare", "1.2")
    assert "The reference: solutions/section1_basics/ex02_second/" in compared.stdout
    assert "1 of 2 further exercises done" in kata("progress").stdout
    assert "is kept as .kata/backups/section1_basics/ex02_second/" in kata("reset", "1.2").stdout
    assert "TODO" in main.read_text(encoding="utf-8")
    built = kata("branches")
    assert built.returncode == 0, built.stderr
    assert "2 exercises are sound." in built.stdout
    assert sorted(path.name for path in (ROOT / "exercises").iterdir()) == before


def _finish(own: Path, key: str) -> None:
    """Write what `check` says is missing."""
    readme = own / "exercises" / key / "README.md"
    readme.write_text(readme.read_text(encoding="utf-8").replace("TODO: ", "").replace("TODO", ""), encoding="utf-8")
    for number in (1, 2):
        accepted = own / "checks" / "accepted" / key / f"other_{number}.py"
        accepted.parent.mkdir(parents=True, exist_ok=True)
        accepted.write_text(f"# {number}\n{OTHERWISE}", encoding="utf-8")
    with (own / "checks" / "rejected" / f"{key}.toml").open("a", encoding="utf-8") as rejected:
        rejected.writelines(MISTAKE.format(number=number) for number in range(8))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("new", "1", "Hello World"), "'Hello World' is no name for a folder."),
        (("new", "9", "hello"), "There is no section '9'."),
        (("new", "1", "hello"), "exercises/section1_basics/ex01_hello is there already."),
        (("new", "1", "more", "--section-name", "basics"), "exercises/section1_basics is there already."),
        (("new", "one", "more", "--section-name", "basics"), "'one' is no number of a section."),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_bad_input_is_told(arguments: tuple[str, ...], words: str, own: Path, kata: Kata) -> None:
    kata("new", "1", "hello", "--section-name", "basics")

    done = kata(*arguments)

    assert done.returncode == 2
    assert words in done.stderr


def test_a_set_that_is_not_there_is_told(tmp_path: Path, python: Command) -> None:
    done = python("-m", "kata", "progress", env={"KATA_EXERCISES": str(tmp_path / "none")})

    assert done.returncode == 2
    assert "KATA_EXERCISES names a folder that holds `exercises/`" in done.stderr
