"""The mock interview: its clock, its result, and what happens when somebody ends it."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from checks.conftest import Command
from checks.support import committed
from kata.catalogue import ROOT, Catalogue, Exercise
from kata.commands import mock as command
from kata.errors import KataError
from kata.mock import Clock, Interview, met, to_repeat, trained
from kata.readme import read
from kata.result import Result
from kata.screen import Screen
from kata.state import State
from kata.verdict import Outcome, Verdict

KEY = "section7_interview/ex03_mock_build"
NOON = 1_900_000_000.0
MINUTE = 60.0
REQUIREMENTS = ("One. (section 1)", "Two. (section 3)", "Three (section 1).", "Four. (section 6)")


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.time = NOON

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def state(tmp_path: Path) -> State:
    return State(tmp_path / "state.json")


def result_of(exercise: Exercise, red: set[int]) -> Result:
    """A result of one test for each requirement of the README, those of `red` failed."""
    result = Result(exercise)
    for number in range(1, len(read(exercise).requirements) + 1):
        outcome = Outcome.FAILED if number in red else Outcome.PASSED
        result.tests[f"test_{number}"] = number
        result.verdicts[f"test_{number}"] = Verdict(f"test_{number}", number, outcome)
    return result


@pytest.fixture
def shown(hand: Hand, state: State) -> tuple[Interview, Callable[[], str]]:
    """A mock that was just started, and what it has shown since somebody last asked."""
    file = io.StringIO()
    clock = Clock(21 * MINUTE, state, hand)
    clock.start()

    def said() -> str:
        text = file.getvalue()
        file.seek(0)
        file.truncate()
        return text

    return Interview(Catalogue().exercise(KEY), clock, Screen(file, width=100)), said


def test_the_clock_survives_a_closed_terminal(hand: Hand, state: State) -> None:
    Clock(21 * MINUTE, state, hand).start()
    hand.time += 8.5 * MINUTE

    again = Clock(21 * MINUTE, state, hand)

    assert again.started == NOON
    assert (again.used, again.left) == (8.5 * MINUTE, 12.5 * MINUTE)
    again.start()
    assert again.left == 21 * MINUTE
    again.forget()
    assert Clock(21 * MINUTE, state, hand).started is None


@pytest.mark.parametrize("started", ["soon", True, [1], NOON + 1, None])
def test_a_start_that_is_not_ours_is_none(hand: Hand, state: State, started: object) -> None:
    state.put("mock", "started", started)

    assert Clock(21 * MINUTE, state, hand).started is None


def test_where_nothing_can_be_written_the_clock_runs_all_the_same(hand: Hand, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    clock = Clock(21 * MINUTE, State(tmp_path / "file" / "state.json"), hand)

    clock.start()
    hand.time += MINUTE

    assert clock.left == 20 * MINUTE


def test_every_requirement_names_the_section_that_it_trains() -> None:
    """And every section before the last one is trained."""
    sections = trained(read(Catalogue().exercise(KEY)).requirements)

    assert set(sections) == {section.number for section in Catalogue().sections[:-1]}


@pytest.mark.parametrize("requirements", [(), ("One.",), ("One. (section 1)", "See (section 2) first.")])
def test_a_requirement_without_its_section_is_told(requirements: tuple[str, ...]) -> None:
    with pytest.raises(KataError, match="which section requirement"):
        trained(requirements)


def test_sections_to_repeat_are_those_of_what_is_missing() -> None:
    assert to_repeat(REQUIREMENTS, {1, 2, 3, 4}) == {}
    assert to_repeat(REQUIREMENTS, {3}) == {1: [1], 3: [2], 6: [4]}
    assert to_repeat(REQUIREMENTS, set()) == {1: [1, 3], 3: [2], 6: [4]}


def test_a_requirement_is_met_when_all_of_its_tests_have_passed() -> None:
    exercise = Catalogue().exercise(KEY)
    result = result_of(exercise, red={2})
    result.tests |= {"more": 3, "unseen": 4}
    result.verdicts["more"] = Verdict("more", 3, Outcome.NO_ANSWER)

    assert met(result) == set(range(1, len(read(exercise).requirements) + 1)) - {2, 3, 4}
    result.trouble = "the tests could not be run"
    assert met(result) == met(None) == set()


def test_marks_and_the_end_are_told_once(shown: tuple[Interview, Callable[[], str]], hand: Hand) -> None:
    interview, said = shown
    interview.begin(fresh=True)
    assert "The clock runs, 21:00 left." in said()
    interview.tick()
    assert said() == ""

    hand.time += 16.1 * MINUTE
    interview.tick()
    assert said() == "5 minutes left.\n"
    interview.tick()
    assert said() == ""

    interview.heard(result_of(interview.exercise, red={7, 16}))
    said()
    hand.time += 5 * MINUTE
    interview.tick()
    words = said()
    assert "Time is up." in words
    assert "Time used: 21:06 of 21:00" in words
    assert "Requirements met: 14 of 16" in words
    assert "Repeat section 3: nox -s section3 · requirement 7" in words
    assert "Repeat section 6: nox -s section6 · requirement 16" in words
    assert words.count("Repeat section") == 2
    assert "Say it now, aloud: Your time is up. What do you say?" in words
    assert "Go on if you like" in words
    interview.tick()
    assert said() == ""


def test_after_the_time_it_goes_on(shown: tuple[Interview, Callable[[], str]], hand: Hand) -> None:
    interview, said = shown
    hand.time += 24 * MINUTE

    interview.begin(fresh=False)
    interview.tick()
    over = interview.heard(result_of(interview.exercise, red={7}))

    words = said()
    assert not over
    assert "Time was up 3 minutes ago." in words
    assert "Time is up." not in words
    assert "3:00 over the time · 15 of 16 requirements met" in words


def test_all_green_is_the_end(shown: tuple[Interview, Callable[[], str]]) -> None:
    interview, said = shown

    assert interview.heard(result_of(interview.exercise, red=set()))
    interview.screen.show(*interview.summary())

    words = said()
    assert "Requirements met: 16 of 16" in words
    assert "Nothing to repeat. Compare: nox -s compare -- 7.3" in words


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A learner's clone of nothing but the mock, its stub untouched."""
    stub = Exercise(ROOT / "exercises" / KEY)
    target = tmp_path / "tree" / "exercises" / KEY
    target.mkdir(parents=True)
    for path in (*stub.files(), stub.readme, stub.test_file):
        (target / path.name).write_bytes(path.read_bytes())
    section = stub.folder.parent / "README.md"
    (target.parent / "README.md").write_bytes(section.read_bytes())
    committed(tmp_path / "tree", "The mock")
    return tmp_path / "tree"


Mock = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def mock(python: Command, tree: Path) -> Mock:
    """Run the command without a terminal."""
    return lambda *arguments: python("-m", "kata", "mock", *arguments, env={"KATA_EXERCISES": str(tree)})


def wind(tree: Path, seconds: float) -> None:
    """Let the clock of that tree have been started `seconds` earlier than it was."""
    state = State(tree / ".kata" / "state.json")
    state.put("mock", "started", state.table("mock")["started"] - seconds)


def test_without_a_terminal_it_is_one_run_and_the_clock_goes_on(mock: Mock, tree: Path) -> None:
    first = mock()
    wind(tree, 10 * MINUTE)
    second = mock()
    wind(tree, 3600)
    third = mock()
    again = mock("--restart")
    end = mock("--end")
    after = mock("--end")

    assert [done.returncode for done in (first, second, third, again, end, after)] == [1, 1, 1, 1, 1, 2]
    assert "The clock runs, 21:00 left." in first.stdout
    assert "Requirements met: 0 of 16" in first.stdout
    assert "Repeat section 1: nox -s section1 · requirements 1, 2, 3, 4" in first.stdout
    assert "The mock goes on, 10:" in second.stdout
    assert "Time was up 49 minutes ago." in third.stdout
    assert "Time used: 70:" in third.stdout
    assert "The clock runs, 21:00 left." in again.stdout
    assert "Time used: 0:" in end.stdout
    assert after.stderr == "No mock is running. `nox -s mock` starts one.\n"
    assert not any("\x1b[" in done.stdout for done in (first, second, third, again, end))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--restart", "--end"), "not allowed with argument"), (("--minutes", "5"), "unknown option --minutes")],
)
def test_bad_input_is_told_in_one_line(mock: Mock, arguments: tuple[str, ...], words: str) -> None:
    done = mock(*arguments)

    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_fresh_mock_offers_the_stub_and_keeps_what_was_written(
    tree: Path, monkeypatch: pytest.MonkeyPatch, shown: tuple[Interview, Callable[[], str]]
) -> None:
    """Only if she says so; without a terminal nobody can, and nothing is touched."""
    interview, said = shown
    interview.exercise = Exercise(tree / "exercises" / KEY)
    main = interview.exercise.folder / "main.py"
    stub = main.read_bytes()
    monkeypatch.setattr("kata.history.stub_of", lambda *_: ("HEAD", {main: stub}))
    monkeypatch.setattr("kata.commands.reset.FOLDER", tree / ".kata")

    command._offer_stub(interview, terminal=True, ask=lambda _: pytest.fail("it is the stub"))
    main.write_text("mine = True\n", encoding="utf-8")
    command._offer_stub(interview, terminal=False, ask=lambda _: pytest.fail("nobody is there"))
    assert "is not the stub. To begin from it: nox -s reset -- 7.3" in said()
    command._offer_stub(interview, terminal=True, ask=lambda _: "n")
    assert main.read_text(encoding="utf-8") == "mine = True\n"

    command._offer_stub(interview, terminal=True, ask=lambda _: "")

    assert main.read_bytes() == stub
    kept = list((tree / ".kata" / "backups" / KEY).iterdir())
    assert [path.read_text(encoding="utf-8") for path in kept] == ["mine = True\n"]


class Terminal:
    """The command on a terminal, of which everything that was shown is kept."""

    def __init__(self, tree: Path) -> None:
        import pty

        self._master, slave = pty.openpty()
        self.text = ""
        environment = {**os.environ, "KATA_EXERCISES": str(tree), "PYTHONUTF8": "1", "TERM": "dumb", "COLUMNS": "100"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "kata", "mock"],
            cwd=ROOT,
            env=environment,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
        )
        os.close(slave)

    def read_until(self, words: str, seconds: float = 30) -> str:
        """All that was shown since the last call, up to where `words` stand."""
        import select

        deadline = time.monotonic() + seconds
        start = len(self.text)
        while words not in self.text[start:]:
            assert time.monotonic() < deadline, self.text
            if select.select([self._master], [], [], 0.2)[0]:
                try:
                    self.text += os.read(self._master, 65536).decode("utf-8", "replace")
                except OSError:  # the other end is closed
                    break
        assert words in self.text[start:], self.text
        return self.text[start:]

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._master)


@pytest.fixture
def terminal(tree: Path) -> Iterator[Callable[[], Terminal]]:
    opened: list[Terminal] = []

    def start() -> Terminal:
        opened.append(Terminal(tree))
        return opened[-1]

    yield start
    for each in opened:
        each.close()


POSIX = pytest.mark.skipif(os.name != "posix", reason="a pseudo-terminal is POSIX")


@POSIX
def test_on_a_terminal_each_save_is_judged_until_all_is_green(terminal: Callable[[], Terminal], tree: Path) -> None:
    main = tree / "exercises" / KEY / "main.py"
    started = terminal()
    started.read_until("0 of 16 requirements met")

    main.write_text(
        main.read_text(encoding="utf-8").replace("FastAPI()", 'FastAPI(title="Bookings", version="1.0.0")'),
        encoding="utf-8",
    )
    started.read_until("1 of 16 requirements met")
    main.write_bytes((ROOT / "solutions" / KEY / "main.py").read_bytes())
    words = started.read_until("Say it now, aloud")

    assert "16 of 16 requirements met" in words
    assert started.process.wait(20) == 0
    assert State(tree / ".kata" / "state.json").table("mock") == {}


@POSIX
def test_ctrl_c_shows_where_she_stands_and_leaves_no_process(terminal: Callable[[], Terminal], tree: Path) -> None:
    started = terminal()
    started.read_until("0 of 16 requirements met")
    family = psutil.Process(started.process.pid).children(recursive=True)
    assert family

    os.killpg(started.process.pid, signal.SIGINT)
    words = started.read_until("The clock goes on")

    assert "Requirements met: 0 of 16" in words
    assert "Traceback" not in started.text
    assert started.process.wait(20) == 1
    _, alive = psutil.wait_procs(family, timeout=5)
    assert not alive
    assert "started" in State(tree / ".kata" / "state.json").table("mock")


@POSIX
def test_a_closed_terminal_leaves_no_process_and_the_clock_goes_on(terminal: Callable[[], Terminal]) -> None:
    first = terminal()
    first.read_until("0 of 16 requirements met")
    family = psutil.Process(first.process.pid).children(recursive=True)

    os.killpg(first.process.pid, signal.SIGHUP)

    assert first.process.wait(20) != 0
    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
    assert "The mock goes on, 20:" in terminal().read_until("requirements met")
