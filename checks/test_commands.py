"""The commands, as a learner types them: in a clone of the project, with bad input too."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from junitparser import JUnitXml

from checks.conftest import Command
from checks.support import git
from kata.catalogue import ROOT
from kata.runner.orphans import end_tree

KEY = "section1_basics/ex03_create_and_fetch"
Kata = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def clone(published: Path, tmp_path: Path) -> Path:
    """A learner's clone."""
    folder = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", str(published), str(folder))
    return folder


@pytest.fixture
def kata(clone: Path, python: Command) -> Kata:
    """Run `python -m kata` in the clone."""

    def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
        return python("-m", "kata", *arguments, cwd=clone, **options)

    return run


def solve(clone: Path) -> Path:
    main = clone / "exercises" / KEY / "main.py"
    shutil.copyfile(clone / "solutions" / KEY / "main.py", main)
    return main


def test_a_section_is_red_then_green(kata: Kata, clone: Path) -> None:
    red = kata("section", "section1", "1.3")
    solve(clone)
    green = kata("section", "section1", "ex03_create_and_fetch")

    assert (red.returncode, green.returncode) == (1, 0)
    assert "✗ 1.3  Create and fetch    0/6" in red.stdout
    assert "Next: exercises/section1_basics/ex03_create_and_fetch/README.md" in red.stdout
    assert "✓ 1.3  Create and fetch    6/6" in green.stdout
    assert "nox -s compare -- 1.3" in green.stdout
    assert "\x1b[" not in red.stdout + green.stdout


def test_verbose_shows_every_red_test(kata: Kata) -> None:
    brief = kata("section", "section1", "1.3")
    full = kata("section", "section1", "1.3", "-v")

    assert brief.stdout.count("  expected  ") == 1
    assert full.stdout.count("  expected  ") == 9


def test_junit_has_every_test_with_its_requirement(kata: Kata, tmp_path: Path) -> None:
    report = tmp_path / "reports" / "section1.xml"
    kata("section", "section1", f"--junitxml={report}")

    suites = list(JUnitXml.fromfile(str(report)))
    assert len(suites) == 5
    assert all(suite.tests == suite.failures > 0 and suite.errors == 0 for suite in suites)
    text = report.read_text(encoding="utf-8")
    assert text.count('<property name="requirement"') == text.count("<testcase")


def test_hints_climb_a_ladder_that_is_remembered(kata: Kata) -> None:
    seen = [kata("hint", "1.3").stdout for _ in range(4)]
    again = kata("hint", "1.3", "--restart").stdout

    assert ["hint 1 of 3" in seen[0], "hint 2 of 3" in seen[1], "hint 3 of 3" in seen[2], "hint 3 of 3" in seen[3]] == [
        True
    ] * 4
    assert "hint 1 of 3" in again
    assert "itertools.count" not in seen[0] + seen[1]
    assert "itertools.count" in seen[2]


@pytest.mark.parametrize("command", ["hint", "reset"])
def test_the_guides_packages_are_enough(clone: Path, python: Command, command: str) -> None:
    """These sessions install the group `guide` and nothing more."""
    absent = ("fastapi", "httpx", "httpx2", "junitparser", "psutil", "pytest", "uvicorn")
    code = f"import sys; sys.modules.update(dict.fromkeys({absent})); from kata.__main__ import main; sys.exit(main())"

    done = python("-c", code, command, "1.3", cwd=clone)

    assert done.returncode == 0, done.stderr


def test_a_broken_memory_of_hints_is_no_obstacle(kata: Kata, clone: Path) -> None:
    (clone / ".kata").mkdir()
    (clone / ".kata" / "state.json").write_text("{half a", encoding="utf-8")

    assert "hint 1 of 3" in kata("hint", "1.3").stdout


def test_compare_waits_for_green_unless_it_is_told_to_reveal(kata: Kata, clone: Path) -> None:
    early = kata("compare", "1.3")
    revealed = kata("compare", "1.3", "--reveal")
    solve(clone)
    same = kata("compare", "1.3")

    assert early.returncode == 1
    assert "1.3 Create and fetch is not green yet: 0 of 6 requirements hold." in early.stdout
    assert "next_id" not in early.stdout
    assert revealed.returncode == 0
    assert "+next_id = count(max(USERS) + 1)" in revealed.stdout
    assert "Your 1.3 is the reference answer, to the letter." in same.stdout
    assert "checks/accepted/section1_basics/ex03_create_and_fetch/router_uuid.py" in same.stdout


def test_reset_keeps_the_learners_file(kata: Kata, clone: Path) -> None:
    main = solve(clone)
    mine = main.read_bytes()
    stub = (ROOT / "exercises" / KEY / "main.py").read_bytes()

    first = kata("reset", "1.3")
    again = kata("reset", "1.3")

    assert first.returncode == again.returncode == 0
    assert main.read_bytes() == stub
    kept = list((clone / ".kata" / "backups" / KEY).iterdir())
    assert [path.read_bytes() for path in kept] == [mine]
    assert f"Your main.py is kept as .kata/backups/{KEY}/{kept[0].name}" in first.stdout
    assert "1.3 is the stub already; nothing was changed." in again.stdout


def test_reset_finds_the_stub_behind_the_learners_commits(kata: Kata, clone: Path) -> None:
    main = solve(clone)
    git(clone, "commit", "--quiet", "--all", "--message=Solved")
    git(clone, "remote", "remove", "origin")

    kata("reset", "1.3")

    assert "TODO" in main.read_text(encoding="utf-8")


def test_reset_brings_a_deleted_file_back(kata: Kata, clone: Path) -> None:
    main = clone / "exercises" / KEY / "main.py"
    main.unlink()

    done = kata("reset", "1.3")

    assert done.returncode == 0
    assert "TODO" in main.read_text(encoding="utf-8")


def test_solutions_are_green(kata: Kata) -> None:
    done = kata("solutions", "1.3")

    assert done.returncode == 0
    assert "9 of 9 tests pass on the reference answers of 1 exercise." in done.stdout


def test_check_says_what_is_missing(kata: Kata, clone: Path) -> None:
    (clone / "checks" / "accepted" / KEY / "router_uuid.py").unlink()
    toml = clone / "checks" / "rejected" / f"{KEY}.toml"
    text = toml.read_text(encoding="utf-8").replace(
        'caught_by = ["test_create_is_201", "test_a', 'caught_by = ["test_a', 1
    )
    toml.write_text(text, encoding="utf-8")

    done = kata("check", "1.3")

    assert done.returncode == 1
    assert "1 accepted answers are there; 2 are the least." in done.stdout
    assert "[created-with-200] also reddens test_create_is_201." in done.stdout
    assert "2 things to put right first." in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("section", "section1", "1.9"), "There is no exercise '1.9'. The nearest is 1.5;"),
        (
            ("section", "section1", "--colour"),
            "section1: unknown option --colour. `nox -s section1 -- --help`",
        ),
        (("section", "section99"), "There is no section 'section99'."),
        (("section", "section1", "kata"), "There is no exercise 'kata'."),
        (("section", "section1", "kata/commands"), "kata/commands is not in an exercise."),
        (("hnit",), "There is no command 'hnit'. There are section, "),
        (("hint",), "hint: the following arguments are required: EXERCISE."),
        (("hint", "create_and_fetsh"), "The nearest is 1.3 (create_and_fetch)"),
        (
            ("reset", "1.3", "--from", "nowhere"),
            "There is no exercises/section1_basics/ex03_create_and_fetch at 'nowhere'.",
        ),
        (("section", "section1", "1.3", "--junitxml", "README.md/x"), "--junitxml: README.md/x cannot be written"),
    ],
)
def test_bad_input_is_told_in_one_line(kata: Kata, arguments: tuple[str, ...], message: str) -> None:
    done = kata(*arguments)

    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_broken_exercises_are_told_in_one_line(kata: Kata, clone: Path) -> None:
    readme = clone / "exercises" / KEY / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(text.partition("## Hints")[0], encoding="utf-8")
    toml = clone / "checks" / "rejected" / f"{KEY}.toml"
    rules = toml.read_text(encoding="utf-8")

    without_hints = kata("hint", "1.3")
    toml.write_text(rules.replace("USERS[user.id] = user", "USERS[user_id] = user", 1), encoding="utf-8")
    no_match = kata("check", "1.3")
    toml.write_text(f"{rules}\n[no-location]\n", encoding="utf-8")
    twice = kata("check", "1.3")
    shutil.rmtree(clone / "solutions" / KEY)
    no_reference = kata("check", "1.3")

    for done, words in (
        (without_hints, f"exercises/{KEY}/README.md has no hints."),
        (no_match, "[not-stored] find 'USERS[user_id] = user' is not in"),
        (twice, "Two mistakes of one name, or a slip in the TOML?"),
        (no_reference, f"solutions/{KEY} is missing. Write the reference answer of 1.3 there."),
    ):
        assert done.returncode == 2
        assert words in done.stderr
        assert done.stderr.count("\n") == 1


def test_progress_counts_core_and_further_apart(kata: Kata, clone: Path) -> None:
    solve(clone)
    for section in (clone / "exercises").glob("section[23457]*"):
        shutil.rmtree(section)  # two are enough to count

    done = kata("progress")

    assert done.returncode == 0
    assert "✓ 1.3  Create and fetch" in done.stdout
    assert " core exercises done, about " in done.stdout
    assert "tests need servers: nox -s section6 -- --with-servers" in done.stdout


def test_serve_refuses_a_port_that_is_taken(kata: Kata) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kata("serve", "1.3", "--port", str(port))

    assert done.returncode == 2
    assert f"Port {port} is taken. Try `nox -s serve -- 1.3 --port {port + 1}`." in done.stderr


def test_serve_serves(clone: Path) -> None:
    import socket

    import httpx
    import psutil

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "kata", "serve", "1.3", "--port", str(port)], cwd=clone) as server:
        try:
            with httpx.Client(transport=httpx.HTTPTransport(retries=8), base_url=f"http://127.0.0.1:{port}") as client:
                assert client.get("/users/1").status_code == 501
        finally:
            family = psutil.Process(server.pid).children(recursive=True)
            if os.name == "posix":
                server.send_signal(signal.SIGINT)
            else:
                end_tree(server.pid)  # only Ctrl-C on a terminal reaches the server there
            server.wait(20)
    assert family
    assert not psutil.wait_procs(family, timeout=20)[1]


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C reaches a process group only on POSIX")
@pytest.mark.parametrize("delay", [0.0, 0.7, 1.5])
def test_ctrl_c_leaves_no_process_and_no_file(clone: Path, delay: float) -> None:
    import psutil

    main = clone / "exercises" / KEY / "main.py"
    shutil.copyfile(ROOT / "checks" / "faults" / "loop_at_import.py", main)
    before = sorted(path for path in clone.rglob("*") if "__pycache__" not in path.parts)
    process = subprocess.Popen(
        [sys.executable, "-m", "kata", "section", "section1"],
        cwd=clone,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout
    assert process.stdout.readline()  # it has begun
    time.sleep(delay)
    family = psutil.Process(process.pid).children(recursive=True)
    os.killpg(process.pid, signal.SIGINT)
    _, errors = process.communicate(timeout=20)

    assert process.returncode == 130
    assert b"Traceback" not in errors
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    assert sorted(path for path in clone.rglob("*") if "__pycache__" not in path.parts) == before
