"""The guide in a real terminal: the first minutes, key by key, and what terminals and machines do to it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
import pytest

from checks.support import DOORS_ANSWERED, SAMPLES, committed

if os.name != "posix":
    pytest.skip("Windows has no pseudo-terminals that a program could be looked at in", allow_module_level=True)

from kata.terminal import Terminal

Start = Callable[..., Terminal]
WATCH = (sys.executable, "-m", "kata", "watch")
DOORS = f"exercises/{SAMPLES.name}/ex01_doors/main.py"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A set of two exercises, both red, with a reference answer, in git."""
    shutil.copytree(SAMPLES, tmp_path / "exercises" / SAMPLES.name, ignore=shutil.ignore_patterns("__pycache__"))
    second = tmp_path / "exercises" / SAMPLES.name / "ex02_sum" / "calculate.py"
    second.write_text(second.read_text(encoding="utf-8").replace("+", "-"), encoding="utf-8")
    solution = tmp_path / "solutions" / SAMPLES.name / "ex01_doors"
    solution.mkdir(parents=True)
    (solution / "main.py").write_text(DOORS_ANSWERED.replace("def one", "def first"), encoding="utf-8")
    committed(tmp_path, "A set")
    return tmp_path


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    """Start the guide, or another command, in a terminal, until the test has ended."""
    with ExitStack() as stack:

        def begin(*command: str, columns: int = 100, rows: int = 30, env: dict[str, str] | None = None) -> Terminal:
            terminal = Terminal(
                command or WATCH, columns=columns, rows=rows, env={"KATA_EXERCISES": str(home), **(env or {})}
            )
            return stack.enter_context(terminal)

        yield begin


def family(terminal: Terminal) -> list[psutil.Process]:
    return psutil.Process(terminal.process.pid).children(recursive=True)


def all_end(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=10)[1]


def test_the_first_minutes(start: Start, home: Path) -> None:
    main = home / DOORS
    guide = start()
    guide.shows("9.1 Doors: 0 of 4 requirements hold", "GET /one HTTP/1.1", f"{DOORS}:13", "✗ 9.1 Doors", "? keys")
    guide.press("?")
    guide.shows("this table", "hint", "the next of three hints")
    guide.press("h")
    guide.shows("9.1 Doors · hint 1 of 3", "The first.")

    main.write_text(DOORS_ANSWERED, encoding="utf-8")
    guide.shows("9.1 Doors is green: all 4 requirements hold.", "In the interview", "Does it matter?", "n goes on")
    guide.shows("✓ 9.1 Doors")
    guide.press("c")
    guide.shows("-def one():", "+def first():", "The reference: ")

    guide.press("n")
    guide.shows("9.2 Sum: ", "✗ 9.2 Sum")
    guide.press("l")
    guide.press("\x1b[A\r")  # up, Enter
    guide.shows("9.1 Doors is green")

    guide.press("x")
    guide.shows("Press x again")
    guide.press("x")
    guide.shows("Your main.py is kept as", "0 of 4 requirements hold")
    kept = next((home / ".kata" / "backups").rglob("*main.py"))
    assert kept.read_text(encoding="utf-8") == DOORS_ANSWERED
    assert "TODO" in main.read_text(encoding="utf-8")

    guide.press("s")
    guide.shows("is served on http://127.0.0.1:")
    address = re.search(r"http://127\.0\.0\.1:\d+", guide.text)
    assert address
    with httpx.Client(transport=httpx.HTTPTransport(retries=10), base_url=address[0]) as client:
        assert "swagger" in client.get("/docs").text
    started = family(guide)
    assert len(started) > 3  # the runner, the keeper, uvicorn and its child

    guide.press("q")
    assert guide.ended() == 0
    assert all_end(started)


def test_a_narrow_and_low_terminal(start: Start) -> None:
    guide = start(columns=40, rows=10)
    guide.shows("9.1 Doors: 0 of 4 requirements hold")
    guide.press("l")
    guide.shows("9.1 Doors 0/4", "9.2 Sum")
    guide.press("\x1b[B\r")
    guide.shows("9.2 Sum: ")
    guide.press("t")
    guide.shows("core · ")
    guide.press("t")
    guide.shows("9.2 Sum: ")


def test_a_terminal_that_changes_its_size(start: Start) -> None:
    guide = start(columns=120, rows=40)
    guide.shows("0 of 4 requirements hold", "Your task")
    guide.resize(60, 15)
    guide.until(lambda text: "Section 9" not in text and "0 of 4" in text)
    guide.resize(120, 40)
    guide.shows("Section 9", "Your task", "0 of 4")


def test_a_terminal_that_changes_its_size_twice_at_once(start: Start) -> None:
    """What the small terminal cut off is drawn again, though the guide may read the last size only."""
    guide = start(columns=120, rows=40)
    guide.shows("0 of 4 requirements hold", "Your task", "Section 9")
    for _ in range(3):
        guide.resize(60, 15)
        guide.resize(120, 40)
        guide.shows("Section 9", "Your task", "0 of 4")


def test_a_dumb_terminal_has_the_plain_guide(start: Start, home: Path) -> None:
    guide = start(env={"TERM": "dumb"})
    guide.shows("TERM is dumb: this is the plain guide.", "e opens it")
    guide.press("h\n")
    guide.shows("hint 1 of 3")
    (home / DOORS).write_text(DOORS_ANSWERED, encoding="utf-8")
    guide.shows("9.1 Doors is green")
    guide.press("q\n")
    assert guide.ended() == 0


def test_nothing_that_can_be_written(start: Start, home: Path) -> None:
    """A file stands where the folder of what is remembered would be; as root, no mode keeps us from writing."""
    (home / ".kata").write_text("", encoding="utf-8")
    guide = start()
    guide.shows("0 of 4")
    guide.press("h")
    guide.shows("hint 1 of 3")
    guide.press("ff3")
    guide.shows("The grade is not remembered: ")
    (home / DOORS).write_text(DOORS_ANSWERED, encoding="utf-8")
    guide.shows("9.1 Doors is green")
    guide.press("q")
    assert guide.ended() == 0


def test_a_disk_that_is_full(start: Start, home: Path) -> None:
    """No file may grow, so that nothing can be written to one."""
    (home / DOORS).write_text(DOORS_ANSWERED, encoding="utf-8")
    guide = start("sh", "-c", f'ulimit -f 0; exec "{sys.executable}" -m kata watch')
    guide.press("h")
    guide.shows("hint 1 of 3")
    guide.press("ff3")
    guide.shows("The grade is not remembered: File too large")
    guide.press("xx")
    guide.shows("File too large")
    assert (home / DOORS).read_text(encoding="utf-8") == DOORS_ANSWERED
    guide.press("q")
    assert guide.ended() == 0


def test_two_guides_on_one_clone(start: Start, home: Path) -> None:
    first, second = start(), start()
    for guide in (first, second):
        guide.shows("0 of 4")
    (home / DOORS).write_text(DOORS_ANSWERED, encoding="utf-8")
    for guide in (first, second):
        guide.shows("9.1 Doors is green")


def test_where_the_system_does_not_tell_of_changes(start: Start, home: Path) -> None:
    guide = start(env={"WATCHFILES_FORCE_POLLING": "1"})
    guide.shows("0 of 4")
    (home / DOORS).write_text(DOORS_ANSWERED, encoding="utf-8")
    guide.shows("9.1 Doors is green")


def test_an_editor_in_the_terminal(start: Start, home: Path) -> None:
    """The guide gives the terminal to it, and shows afterwards what came of the save."""
    editor = home / "editor"
    clear = r"\033[2J\033[H"
    script = f'#!/bin/sh\nprintf "{clear}This is the editor: $1\\n"\nread line\ncp "$FROM" "$2"\n'
    editor.write_text(script, encoding="utf-8")
    editor.chmod(0o755)
    (home / "green.py").write_text(DOORS_ANSWERED, encoding="utf-8")
    guide = start(env={"VISUAL": str(editor), "FROM": str(home / "green.py")})
    guide.shows("0 of 4")
    guide.press("e")
    guide.shows("This is the editor: +")
    guide.press("\x03\n")  # an editor that leaves Ctrl-C its meaning
    guide.shows("0 of 4")
    guide.press("e")
    guide.shows("This is the editor: +")
    guide.press("\n")
    guide.shows("9.1 Doors is green")
    guide.press("q")
    assert guide.ended() == 0


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_an_end_from_outside_leaves_nothing(end: signal.Signals, start: Start) -> None:
    guide = start()
    guide.shows("0 of 4")
    guide.press("s")
    guide.shows("is served on")
    started = family(guide)

    guide.process.send_signal(end)

    assert all_end(started)
    guide.ended()


def test_ctrl_c_leaves_it_as_q_does(start: Start) -> None:
    guide = start()
    guide.shows("0 of 4")
    guide.press("\x03")
    assert guide.ended() == 0
