"""The supervisor and its protocol."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time

import psutil
import pytest

from checks.support import SAMPLES
from kata.catalogue import ROOT, Exercise
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import LONGEST, Job, Lines, encoded, job_from
from kata.verdict import Failure, Outcome, Raised, Verdict

FAULTS = ROOT / "checks" / "faults"


def answered(doors: Exercise, fault: str) -> Exercise:
    shutil.copyfile(FAULTS / f"{fault}.py", doors.folder / "main.py")
    return doors


def only(runner: Runner, job: Job) -> Result:
    return next(result for _, result, event in runner.run([job]) if event["event"] == "ended")


def test_lines_come_whole_however_they_are_cut() -> None:
    lines = Lines()
    data = encoded({"a": "ü\n"}) + b"no json\n" + b"[1]\n" + encoded({"b": 2})

    found = [message for byte in range(len(data)) for message in lines.feed(data[byte : byte + 1])]

    assert found == [{"a": "ü\n"}, {"b": 2}]


def test_a_line_without_an_end_does_not_fill_the_memory() -> None:
    lines = Lines()

    assert lines.feed(b"x" * (LONGEST + 1)) == []
    assert lines.feed(b"\n" + encoded({"a": 1})) == [{"a": 1}]


def test_jobs_and_verdicts_survive_the_way() -> None:
    job = Job(1, "somewhere", tests=("test_a[1]",), order="reverse", limit=2.0)
    failure = Failure(1, "asked", "sentence", "why", "test_main.py:1", raised=Raised("KeyError: 1", "main.py:2", "x"))
    verdict = Verdict("test_a[1]", 1, Outcome.FAILED, failure, 0.5)

    assert job_from(Lines().feed(encoded(job))[0]) == job
    assert Verdict.from_json(Lines().feed(encoded(verdict.to_json()))[0]) == verdict


def test_verdicts_stream_as_they_fall(runner: Runner, doors: Exercise) -> None:
    """The first ones are there while a later test still hangs."""
    job = runner.job(answered(doors, "loop_sync"), limit=3)
    began = time.perf_counter()
    times = {}
    for _, _, event in runner.run([job]):
        if event["event"] == "verdict":
            times[event["verdict"]["test"]] = time.perf_counter() - began

    assert times["test_one_is_200"] + 0.5 < times["test_two_is_200"] < times["test_three_has_a_header"]


@pytest.mark.parametrize("order", ["file", "reverse", "shuffle:1", "shuffle:7"])
def test_tests_run_in_the_order_that_was_asked_for(runner: Runner, order: str) -> None:
    result = only(runner, runner.job(Exercise(SAMPLES / "ex02_sum"), order=order))

    assert result.green
    judged = list(result.verdicts)
    if not order.startswith("shuffle"):
        assert judged == (list(result.tests) if order == "file" else list(result.tests)[::-1])


def test_only_the_tests_that_were_asked_for_run(runner: Runner) -> None:
    result = only(runner, runner.job(Exercise(SAMPLES / "ex02_sum"), tests=["test_no_number_is_422"]))

    assert list(result.tests) == list(result.verdicts) == ["test_no_number_is_422"]
    assert result.complete


def test_an_edit_is_seen_at_once(runner: Runner, doors: Exercise) -> None:
    first = only(runner, runner.job(answered(doors, "wrong_status")))
    second = only(runner, runner.job(answered(doors, "missing_header")))

    assert [verdict.function for verdict in first.red_tests] == ["test_two_is_200"]
    assert [verdict.function for verdict in second.red_tests] == ["test_three_has_a_header"]


def test_a_job_can_be_taken_back(doors: Exercise) -> None:
    with Runner(workers=1) as runner:
        hanging = runner.job(answered(doors, "loop_sync"), limit=60)
        runner.send(hanging)
        for event in runner.events():
            if event["event"] == "verdict":
                break
        runner.stop(hanging)
        good = only(runner, runner.job(Exercise(SAMPLES / "ex02_sum")))

    assert good.green


def test_nonsense_on_the_channel_hurts_nobody(runner: Runner, doors: Exercise) -> None:
    """An answer that writes to file descriptors which are not its own gets its verdicts all the same."""
    nonsense = '{"begin": 1}\\n{"verdict": 7}\\n{"tests": 3}\\n{"seen": {}}\\n{"finished": []}\\n[]\\n'
    main = doors.folder / "main.py"
    shutil.copyfile(FAULTS / "missing_header.py", main)
    writes = (
        f"for fd in range(3, 30):\n    try:\n        os.write(fd, b'{nonsense}')\n    except OSError:\n        pass\n"
    )
    main.write_text(f"import os\n\n{writes}\n{main.read_text(encoding='utf-8')}", encoding="utf-8")

    result = only(runner, runner.job(doors))

    assert result.complete
    assert [verdict.function for verdict in result.red_tests] == ["test_three_has_a_header"]
    assert only(runner, runner.job(Exercise(SAMPLES / "ex02_sum"))).green


def test_no_verdict_is_no_pass() -> None:
    result = Result(Exercise(SAMPLES / "ex02_sum"), tests={"test_a": 1, "test_b": 2})
    result.verdicts["test_a"] = Verdict("test_a", 1, Outcome.PASSED)

    assert not result.complete
    assert not result.green
    assert (result.held, result.requirements) == (1, 2)
    assert not Result(Exercise(SAMPLES / "ex02_sum")).green


def test_tests_that_do_not_collect_are_trouble_and_not_a_verdict(runner: Runner, doors: Exercise) -> None:
    doors.test_file.write_text("import nothing_of_that_name\n", encoding="utf-8")

    result = only(runner, runner.job(doors))

    assert "the tests cannot be collected: E   ModuleNotFoundError" in result.trouble
    assert not result.green


def test_a_missing_test_file_is_trouble(runner: Runner, doors: Exercise) -> None:
    doors.test_file.unlink()

    result = only(runner, runner.job(doors))

    assert result.trouble
    assert not result.green


def test_a_students_conftest_is_not_used(runner: Runner, doors: Exercise) -> None:
    forged = "def pytest_runtest_makereport(item, call):\n    raise SystemExit(0)\n"
    (doors.folder / "conftest.py").write_text(forged, encoding="utf-8")

    result = only(runner, runner.job(doors))

    assert result.complete
    assert result.held == 0


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL to send")
@pytest.mark.parametrize("path", ["fork", "spawn"])
def test_the_supervisor_does_not_outlive_its_command(doors: Exercise, path: str) -> None:
    """However the command ends, what it has started is gone soon after."""
    code = (
        "import sys\nfrom pathlib import Path\n"
        "from kata.catalogue import Exercise\nfrom kata.runner.client import Runner\n"
        "runner = Runner(1); runner.send(runner.job(Exercise(Path(sys.argv[1])), limit=60))\n"
        "for event in runner.events(): print(event['event'], flush=True)\n"
    )
    command = subprocess.Popen(
        [sys.executable, "-c", code, str(answered(doors, "loop_sync").folder)],
        cwd=ROOT,
        env={**os.environ, "KATA_RUNNER": path},
        stdout=subprocess.PIPE,
    )
    assert command.stdout
    assert [command.stdout.readline().strip() for _ in range(2)] == [b"started", b"verdict"]
    family = psutil.Process(command.pid).children(recursive=True)
    assert len(family) >= 2

    command.send_signal(signal.SIGKILL)
    command.wait()

    _, alive = psutil.wait_procs(family, timeout=10)
    assert not alive
