"""The guide: every key, every kind of save, and what the terminal can do to it."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.geometry import Size
from textual.pilot import Pilot

from checks.support import DOORS_ANSWERED, SAMPLES, committed
from kata.cache import Cache, content_of
from kata.catalogue import Catalogue, Exercise
from kata.result import Result
from kata.screen import Screen
from kata.state import State
from kata.verdict import Outcome, Verdict
from kata.watch import panels
from kata.watch.app import GuideApp
from kata.watch.bell import Bell
from kata.watch.commands import COMMANDS
from kata.watch.editor import opening

PATIENCE = 20.0
"""Seconds in which what is waited for has to be on the screen."""
SIZE = (140, 44)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A set with the two sample exercises, in git."""
    shutil.copytree(SAMPLES, tmp_path / "exercises" / SAMPLES.name, ignore=shutil.ignore_patterns("__pycache__"))
    committed(tmp_path, "A set")
    return tmp_path


@pytest.fixture
def doors(tree: Path) -> Exercise:
    return Exercise(tree / "exercises" / SAMPLES.name / "ex01_doors")


@pytest.fixture
def app(tree: Path) -> GuideApp:
    """A guide over the set that keeps all of its own below it."""
    return GuideApp(Catalogue(tree / "exercises"), State(tree / "state.json"), Cache(tree / "results"))


def text_of(app: GuideApp) -> str:
    """What stands in the verdict's pane."""
    return app.verdict.text


async def until(pilot: Pilot[None], holds: Callable[[], bool]) -> None:
    """Wait for something on the screen; fails with what stands there when it does not come."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        await pilot.pause(0.01)
        assert isinstance(pilot.app, GuideApp)
        assert time.monotonic() < deadline, text_of(pilot.app)


async def shows(pilot: Pilot[None], *words: str) -> None:
    assert isinstance(pilot.app, GuideApp)
    app = pilot.app
    await until(pilot, lambda: all(word in text_of(app) for word in words))


def guided(app: GuideApp, script: Callable[[Pilot[None]], object], size: tuple[int, int] = SIZE) -> None:
    """Run `script` on the app, without a terminal."""

    async def play() -> None:
        async with app.run_test(size=size) as pilot:
            await script(pilot)  # type: ignore[misc]

    asyncio.run(play())


# What it shows


def test_it_begins_with_the_first_red_exercise_and_its_task(app: GuideApp) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "9.1 Doors: 0 of 4 requirements hold", "expected", "/one")
        assert "Your task" in app.readme.text
        assert "Hints" not in app.readme.text
        assert app.listing.option_count == 3

    guided(app, script)


def test_green_says_what_to_say_in_the_interview_and_waits(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
        await shows(pilot, "9.1 Doors is green: all 4 requirements hold.", "In the interview", "n goes on")
        await pilot.pause(0.3)
        assert app.guide.current == doors

    guided(app, script)
    assert State(app.guide.folder.parent / "state.json").table("times")[doors.key] >= 0


def test_a_tick_does_not_hide_what_was_left_out(doors: Exercise) -> None:
    held = Verdict("test_one", 1, Outcome.PASSED)
    result = Result(doors, {"test_one": 1}, ["test_two"], {"test_one": held})

    parts = panels.verdict(Screen(width=100), doors, result, panels.Run.ENDED, 0)

    assert "1 test needs a server: nox -s section9 -- 9.1 --with-servers" in [str(part) for part in parts]


# Every key


def test_next_and_previous(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("n")
        await shows(pilot, "9.2 ")
        assert app.guide.current != doors
        await pilot.press("n")
        await shows(pilot, "9.1 Doors")
        await pilot.press("n", "p")
        await shows(pilot, "9.1 Doors")

    guided(app, script)


def test_run_runs_again(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        before = app.guide.result(doors)
        await pilot.press("r")
        await until(pilot, lambda: app.guide.result(doors) is not before and doors.key not in app.guide.running)

    guided(app, script)


def test_hint_climbs_the_ladder_and_escape_leads_back(app: GuideApp) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("h")
        await shows(pilot, "9.1 Doors · hint 1 of 3")
        await pilot.press("escape")
        await shows(pilot, "9.1 Doors: 0 of 4")

    guided(app, script)
    assert State(app.guide.folder.parent / "state.json").table("hints") == {"section9_samples/ex01_doors": 1}


def test_what_was_asked_for_stays_while_runs_go_on(app: GuideApp) -> None:
    """Those of other exercises, and the rest of one that had begun before."""

    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("h")
        await until(pilot, lambda: len(app.guide.results) == 2 and not app.guide.running)
        await pilot.pause(0.3)
        assert "hint 1 of 3" in text_of(app)

    guided(app, script)


def test_list_goes_to_one(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("l", "down", "enter")
        await until(pilot, lambda: app.guide.current != doors)
        await shows(pilot, "9.2 ")

    guided(app, script)


def test_compare_asks_three_times_before_green(app: GuideApp) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        await pilot.press("c")
        await shows(pilot, "9.1 is not green yet. Press c 2 times more")
        await pilot.press("c")
        await shows(pilot, "Press c once more")
        await pilot.press("c")
        await until(pilot, lambda: "Press c" not in text_of(app))  # this set has no solution, and that is told
        assert "9.1" in text_of(app) or "reference" in text_of(app)

    guided(app, script)


def test_reset_asks_twice(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        await pilot.press("x")
        await shows(pilot, "Press x again to bring the stub of 9.1 back")
        await pilot.press("h", "x")
        await shows(pilot, "Press x again to bring the stub of 9.1 back")  # twice in a row, or it begins anew

    guided(app, script)


def test_serve_goes_on_and_off(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        await pilot.press("s")
        await shows(pilot, "is served on http://127.0.0.1:80", "/docs")
        await pilot.press("s")
        await shows(pilot, "It is not served any more.")

    guided(app, script)


def test_flashcard_asks_answers_and_grades(app: GuideApp) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("f")
        await shows(pilot, "Answer aloud, then press f.")
        await pilot.press("3")
        await shows(pilot, "Answer aloud, then press f.")  # no grade before the answer
        await pilot.press("f")
        await shows(pilot, "How was yours?")
        await pilot.press("3")
        await shows(pilot, "comes back")

    guided(app, script)
    assert len(State(app.guide.folder.parent / "state.json").table("cards")) == 1


def test_task_and_help_and_quit(app: GuideApp) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await pilot.press("question_mark")
        await shows(pilot, *(each.help.split()[0] for each in COMMANDS))
        await pilot.press("t")
        await pilot.press("q")

    guided(app, script)
    assert app.return_code == 0


def test_edit_opens_the_editor_at_the_line(app: GuideApp, tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = tree / "opened"
    editor = tree / "code"
    editor.write_text(f"#!{sys.executable}\nimport sys\nopen({str(note)!r}, 'w').write(' '.join(sys.argv[1:]))\n")
    editor.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tree}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("VISUAL", "code")

    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        await pilot.press("e")
        await until(pilot, lambda: note.exists() and bool(note.read_text()))

    guided(app, script)
    option, place = note.read_text().split(" ", 1)
    assert option == "-g"
    assert "ex01_doors/main.py:" in place


def test_no_key_is_there_twice_and_all_do_something() -> None:
    keys = [each.key for each in COMMANDS]

    assert len(keys) == len(set(keys)) > 10
    bound = {binding.action for binding in GuideApp.BINDINGS if not isinstance(binding, tuple)}
    assert {f"ask('{each.method}')" for each in COMMANDS} <= bound


@pytest.mark.parametrize(
    ("editor", "command", "terminal"),
    [
        ("vim", ("vim", "+7"), True),
        ("nano -l", ("nano", "-l", "+7"), True),
        ("code --wait", ("code", "--wait", "-g"), False),
        ("subl", ("subl",), False),
        ("hx", ("hx",), True),
    ],
)
def test_editors(editor: str, command: tuple[str, ...], terminal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: f"/bin/{name}")

    found = opening("exercises/a/main.py:7", {"EDITOR": editor})

    assert found.command[: len(command)] == command
    assert found.terminal is terminal
    assert "main.py" in found.command[-1]


def test_an_editor_that_is_not_there_is_told() -> None:
    assert "which is not to be found" in opening("main.py:1", {"EDITOR": "no-such-editor"}).trouble


# Every kind of save


def _plain(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def _rename(path: Path, text: str) -> None:
    other = path.with_name("4913")
    other.write_text(text, encoding="utf-8")
    other.replace(path)


def _delete_and_write(path: Path, text: str) -> None:
    path.unlink()
    time.sleep(0.05)
    path.write_text(text, encoding="utf-8")


def _in_two(path: Path, text: str) -> None:
    half = len(text) // 2
    with path.open("w", encoding="utf-8") as file:
        file.write(text[:half])
        file.flush()
        time.sleep(0.05)
        file.write(text[half:])


def _backup(path: Path, text: str) -> None:
    path.rename(path.with_name("main.py~"))
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize("save", [_plain, _rename, _delete_and_write, _in_two, _backup])
def test_a_save_is_noticed(save: Callable[[Path, str], None], app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        await asyncio.to_thread(save, doors.folder / "main.py", DOORS_ANSWERED)
        await shows(pilot, "9.1 Doors is green")

    guided(app, script)


def test_a_file_that_is_gone_and_comes_back(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        (doors.folder / "main.py").unlink()
        await shows(pilot, "main.py is missing", "nox -s reset")
        (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
        await shows(pilot, "9.1 Doors is green")

    guided(app, script)


def test_a_branch_that_is_switched_under_it(app: GuideApp, tree: Path, doors: Exercise) -> None:
    """One exercise is solved there, and the other is not there at all."""
    _git(tree, "checkout", "--quiet", "-b", "solved")
    (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
    shutil.rmtree(doors.folder.parent / "ex02_sum")
    committed(tree, "Solved")
    _git(tree, "checkout", "--quiet", "main")

    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        _git(tree, "checkout", "--quiet", "solved")
        await shows(pilot, "9.1 Doors is green")
        await until(pilot, lambda: len(app.guide.exercises) == 1)
        _git(tree, "checkout", "--quiet", "main")
        await shows(pilot, "0 of 4")
        await until(pilot, lambda: app.listing.option_count == 3)

    guided(app, script)


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def test_the_last_verdict_is_always_that_of_the_last_content(app: GuideApp, doors: Exercise) -> None:
    """Saves at random moments, during runs too; after each burst, what stands there is true. KATA_SAVES: how many."""
    main = doors.folder / "main.py"
    stub = main.read_text(encoding="utf-8")
    chance = random.Random(9)
    saves = int(os.environ.get("KATA_SAVES", "60"))

    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        for burst in range(saves // 6):
            for number in range(6):
                green = chance.random() < 0.5
                main.write_text(f"{DOORS_ANSWERED if green else stub}# {burst} {number}\n", encoding="utf-8")
                await pilot.pause(chance.choice([0, 0.01, 0.03, 0.1, 0.2]))
            await until(pilot, lambda: app.guide.engine._last[doors.key] == content_of(doors))
            await until(pilot, lambda: not app.guide.running)
            await shows(pilot, "is green" if green else "0 of 4 requirements")

    guided(app, script)


# What may happen to it


def test_a_readme_that_cannot_be_read(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        doors.readme.write_bytes(b"\xff\xfe not UTF-8")
        await until(pilot, lambda: "cannot be read" in app.readme.text)
        await pilot.press("h")
        await shows(pilot, "cannot be read")
        await pilot.press("f", "e", "t", "t", "n", "p", "escape")
        await pilot.pause(0.1)
        assert app.is_running

    guided(app, script)


@pytest.mark.parametrize("name", ["ex01_doors", "ex02_sum"])
def test_an_exercise_that_vanishes(name: str, app: GuideApp, tree: Path) -> None:
    """The one at hand, and another: every key still does something, and nothing ends the guide."""

    async def script(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: len(app.guide.results) == 2 and not app.guide.running)
        shutil.rmtree(tree / "exercises" / SAMPLES.name / name)
        await until(pilot, lambda: [each.folder.name for each in app.guide.exercises] != ["ex01_doors", "ex02_sum"])
        await until(pilot, lambda: app.listing.option_count == 2)
        await pilot.press(*[each.key for each in COMMANDS if each.method not in ("quit", "edit")])
        await pilot.press("r", "escape", "n", "l", "down", "enter", "p")
        await until(pilot, lambda: app.guide.current in app.guide.exercises)

    guided(app, script)


def test_a_folder_that_goes_and_comes_back(app: GuideApp, tree: Path, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        (tree / "exercises").rename(tree / "elsewhere")
        (tree / "elsewhere" / SAMPLES.name / "ex01_doors" / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
        await asyncio.to_thread(time.sleep, 0.3)
        (tree / "elsewhere").rename(tree / "exercises")
        await shows(pilot, "9.1 Doors is green")
        (doors.folder / "main.py").write_text("app = None\n", encoding="utf-8")
        await shows(pilot, "main.py has no `app`")

    guided(app, script)


def test_a_runner_that_ends_is_started_again_but_not_for_ever(app: GuideApp, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        for _ in range(2):
            await shows(pilot, "0 of 4 requirements hold", "e opens it")
            before = app.guide.engine._runner
            assert before
            os.kill(before.pid, 9)
            await until(pilot, lambda: app.guide.engine._runner is not before)  # noqa: B023
            await pilot.press("r")
        await until(pilot, lambda: not app.guide.running)
        assert app.guide.engine._runner
        os.kill(app.guide.engine._runner.pid, 9)
        await until(pilot, lambda: app.guide.engine._runner is None)
        await pilot.press("r")
        await until(pilot, lambda: app.guide.engine._runner is not None and not app.guide.running)
        await shows(pilot, "0 of 4 requirements hold")

    guided(app, script)


def test_an_answer_that_writes_beside_itself_is_not_run_for_ever(app: GuideApp, doors: Exercise) -> None:
    writes = (
        "from pathlib import Path\nfrom time import time\nPath(__file__).with_name('log.txt').write_text(str(time()))\n"
    )
    said: list[str] = []

    async def script(pilot: Pilot[None]) -> None:
        await shows(pilot, "0 of 4")
        app.guide.engine._said = said.append
        (doors.folder / "main.py").write_text(writes + DOORS_ANSWERED, encoding="utf-8")
        await shows(pilot, "9.1 Doors is green")
        await until(pilot, lambda: not app.guide.running)
        assert said == [f"{doors.folder}/log.txt is written by the answer itself, so it is not watched any more."]
        (doors.folder / "main.py").write_text(writes + DOORS_ANSWERED + "\n", encoding="utf-8")
        await until(pilot, lambda: bool(app.guide.running))
        await until(pilot, lambda: not app.guide.running)
        await pilot.pause(0.3)
        assert not app.guide.running

    guided(app, script)
    assert len(said) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
def test_the_bell_rings_for_every_change_and_for_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "main.py"
    file.write_text("1", encoding="utf-8")
    (tmp_path / "__pycache__").mkdir()
    bell = Bell(tmp_path)
    try:
        assert bell.wait(0) is None
        file.read_text(encoding="utf-8")
        (tmp_path / "__pycache__" / "main.pyc").write_text("", encoding="utf-8")
        assert bell.wait(0.05) is None
        for change in (
            lambda: file.write_text("2"),
            lambda: file.rename(tmp_path / "other.py"),
            (tmp_path / "sub").mkdir,
        ):
            change()
            assert bell.wait(1) is not None
        (tmp_path / "sub" / "new.py").write_text("3", encoding="utf-8")
        assert bell.wait(1) == {tmp_path / "sub" / "new.py"}
        bell.stop()
        assert bell.wait(10) is None
    finally:
        bell.close()


# What is known already


def test_a_second_start_knows_what_the_first_found(app: GuideApp, tree: Path, doors: Exercise) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: len(app.guide.results) == 2 and not app.guide.running)

    guided(app, script)
    cache = Cache(tree / "results")
    known = cache.get(doors)
    assert known
    assert known.tests
    assert {verdict.outcome for verdict in known.verdicts.values()} == {Outcome.FAILED}

    (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
    assert cache.get(doors) is None


# Terminals


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 60)])
def test_any_size_shows_the_verdict_and_the_keys(size: tuple[int, int], app: GuideApp) -> None:
    async def script(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: "9.1 Doors: 0 of 4" in " ".join(text_of(app).split()))
        await pilot.press("l")
        assert app.listing.display
        await pilot.press("escape", "t")
        await pilot.pause()
        assert app.readme.size.height > 0
        await pilot.press("escape")
        assert app.verdict.size.height > 0

    guided(app, script, size)


def test_a_size_that_is_told_too_late(app: GuideApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two signals at once can be told in the wrong order; what holds is the size that the terminal has."""
    terminal = Size(120, 40)

    async def script(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: app.size == terminal and not app.screen.has_class("narrow"))
        monkeypatch.setattr(app, "_terminal_size", lambda: terminal)
        await pilot.resize_terminal(60, 15)
        await until(pilot, lambda: app.size == terminal and not app.screen.has_class("narrow"))
        terminal_changes = Size(60, 15)
        monkeypatch.setattr(app, "_terminal_size", lambda: terminal_changes)
        await pilot.resize_terminal(*terminal_changes)
        await until(pilot, lambda: app.size == terminal_changes and app.screen.has_class("narrow"))

    guided(app, script, (120, 40))


@pytest.fixture
def plain(tree: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start the guide of the set without a terminal."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "kata", "watch", *arguments],
            env={**os.environ, "KATA_EXERCISES": str(tree), "PYTHONUTF8": "1", "COLUMNS": "100", **(env or {})},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def read_until(process: subprocess.Popen[str], words: str) -> str:
    assert process.stdout
    read = ""
    for line in process.stdout:
        read += line
        if words in line:
            return read
    raise AssertionError(read)


def say(process: subprocess.Popen[str], line: str) -> None:
    assert process.stdin
    process.stdin.write(f"{line}\n")
    process.stdin.flush()


def test_the_plain_guide_says_the_same(plain: Callable[..., subprocess.Popen[str]], doors: Exercise) -> None:
    process = plain("--plain")
    read_until(process, "expected")
    say(process, "h")
    read_until(process, "9.1 Doors · hint 1 of 3")
    say(process, "list")
    read_until(process, "Type a number")
    say(process, "9.2")
    read_until(process, "9.2 ")
    say(process, "p")
    read_until(process, "9.1 Doors")
    say(process, "nonsense")
    read_until(process, "There is no command 'nonsense'; ? lists them.")
    (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")
    read_until(process, "9.1 Doors is green")
    say(process, "x")
    read_until(process, "Press x again")
    say(process, "x")
    read_until(process, "is kept as .kata/backups/")
    say(process, "q")
    assert process.wait(20) == 0
    assert "TODO" in (doors.folder / "main.py").read_text(encoding="utf-8")


def test_without_a_terminal_it_is_plain_and_says_so(plain: Callable[..., subprocess.Popen[str]]) -> None:
    process = plain()

    assert "There is no terminal: this is the plain guide." in read_until(process, "e opens it")


def test_two_guides_on_one_clone(plain: Callable[..., subprocess.Popen[str]], doors: Exercise) -> None:
    first, second = plain("--plain"), plain("--plain")
    for process in (first, second):
        read_until(process, "e opens it")
    (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")

    for process in (first, second):
        read_until(process, "9.1 Doors is green")


def test_polling_where_the_system_does_not_tell(plain: Callable[..., subprocess.Popen[str]], doors: Exercise) -> None:
    process = plain("--plain", env={"WATCHFILES_FORCE_POLLING": "1"})
    read_until(process, "e opens it")
    (doors.folder / "main.py").write_text(DOORS_ANSWERED, encoding="utf-8")

    read_until(process, "9.1 Doors is green")


def test_a_clone_that_cannot_be_written_to(plain: Callable[..., subprocess.Popen[str]], tree: Path) -> None:
    """Nothing is remembered then, and all else works: a file stands where the state's folder would be."""
    (tree / ".kata").write_text("", encoding="utf-8")
    process = plain("--plain")
    read_until(process, "e opens it")
    say(process, "h")
    read_until(process, "hint 1 of 3")
    say(process, "q")

    assert process.wait(20) == 0
