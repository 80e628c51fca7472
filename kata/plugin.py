"""The pytest plugin: fixtures for exercises, the task marker, and failures told to a learner.

It changes nothing for tests outside of exercise folders. It is loaded by `-p kata.plugin` in pyproject.toml.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from _pytest._code.code import TerminalRepr

from kata import servers
from kata.catalogue import Exercise
from kata.comparison import Compared
from kata.contract import contract, pytest_collection_finish  # noqa: F401  # pytest finds them by name
from kata.errors import KataError
from kata.failure import Test, failure_of, one_line, overdue_failure, sentence
from kata.fixtures import (  # noqa: F401  # pytest finds fixtures by name
    Witness,
    answer,
    client,
    clock,
    refused,
    served,
    start,
    witness,
)
from kata.newman.fixtures import collection, environment, newman  # noqa: F401  # pytest finds fixtures by name
from kata.overlay import Answers
from kata.readme import read
from kata.screen import Screen, failure_text
from kata.timer import OVERDUE, Timer
from kata.trials import trials  # noqa: F401
from kata.verdict import Failure, Outcome, Verdict

ANSWERS = pytest.StashKey[Answers]()
COMPARED = pytest.StashKey[Compared]()
TEST = pytest.StashKey[Test]()
TIMER = pytest.StashKey[Timer]()
WITNESS = pytest.StashKey[Witness]()


def answer_folder(item: pytest.Item) -> Path:
    """The folder of the answer that `item` tests."""
    exercise = Exercise.of(item.path)
    if exercise is None:
        raise pytest.UsageError(f"{item.nodeid}: `start` and `client` are for tests in an exercise's folder.")
    return item.config.stash[ANSWERS].folder(exercise)


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    pluginmanager.register(servers, "kata.servers")
    group = parser.getgroup("kata")
    group.addoption(
        "--answers", metavar="TREE", help="test the answers in TREE (such as solutions) instead of your own"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "task(n): the number of the README's requirement that the test looks at")
    config.addinivalue_line("markers", "process: the test starts a process of its own and takes longer for it")
    tree = config.getoption("answers")
    if tree is not None and not (config.invocation_params.dir / tree).is_dir():
        raise pytest.UsageError(f"--answers: there is no folder {tree}.")
    take_answers(config, (config.invocation_params.dir / tree).resolve() if tree else None)


def take_answers(config: pytest.Config, tree: Path | None) -> None:
    """From now on test the answers in `tree`; None for those that lie in the exercises."""
    answers = Answers(tree)
    config.stash[ANSWERS] = answers
    config.add_cleanup(answers.close)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Tie a test of an exercise to its requirement; one that names none that there is ends the run."""
    exercise = Exercise.of(item.path)
    if exercise is None or item.path != exercise.test_file or not isinstance(item, pytest.Function):
        return  # such as a test that a learner has written
    requirements = _requirements(exercise)
    numbers = [mark.args[0] for mark in item.iter_markers("task") if mark.args]
    if len(numbers) != 1 or numbers[0] not in range(1, len(requirements) + 1):
        said = f"task({numbers[0]})" if numbers else "no task marker"
        raise pytest.UsageError(
            f"{item.nodeid} has {said}; README.md states the requirements 1 to {len(requirements)}. "
            "Mark it with @pytest.mark.task(n)."
        )
    case = item.name.partition("[")[2].removesuffix("]")
    item.stash[TEST] = Test(
        requirement=numbers[0],
        asked=requirements[numbers[0] - 1],
        sentence=sentence(item.originalname, case),
        why=one_line(item.function.__doc__),
        path=item.path,
        line=(item.reportinfo()[1] or 0) + 1,
    )
    vars(item)["repr_failure"] = _not_repeated
    item.user_properties.append(("exercise", exercise.number))
    item.user_properties.append(("requirement", numbers[0]))


def _not_repeated(excinfo: object, style: object = None) -> str:
    """What pytest would say of a failure takes 5 ms, and `Told` takes its place."""
    return ""


def _requirements(exercise: Exercise) -> tuple[str, ...]:
    try:
        return read(exercise).requirements
    except KataError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_assertrepr_compare(config: pytest.Config, op: str, left: object, right: object) -> None:
    """Keep both sides of a failed comparison; pytest's own explanation stays as it is."""
    config.stash[COMPARED] = Compared(op, left, right)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    test = item.stash.get(TEST, None)
    compared = item.config.stash.get(COMPARED, None)
    if COMPARED in item.config.stash:
        del item.config.stash[COMPARED]
    if test is None:
        return report
    failure, outcome = None, Outcome.PASSED
    seen = item.stash.get(WITNESS, None)
    shown = item.config.stash[ANSWERS].shown
    overdue = item.stash.get(OVERDUE, None)
    if overdue and not overdue.told:
        overdue.told = True
        report.outcome = "failed"  # whatever the interrupted answer then said
        failure, outcome = overdue_failure(test, overdue, seen, shown), Outcome.NO_ANSWER
    elif call.excinfo is not None and report.failed:
        printed = seen.printed() if seen else ""
        printed += "".join(text for name, text in report.sections if name.startswith("Captured std"))
        failure = failure_of(test, call.excinfo.value, seen, compared, printed, shown)
        outcome = Outcome.BROKEN if failure.broken else Outcome.FAILED
    if report.when == "call" or failure:
        verdict = Verdict(item.name, test.requirement, outcome, failure, report.duration)
        # Plain data, so that it survives the way from an xdist worker.
        vars(report)["kata"] = {"exercise": str(item.path.parent), "verdict": verdict.to_json()}
        if failure:
            report.longrepr = Told(failure)
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: Any) -> bool | None:
    """Take pytest-timeout's timer over for the tests of exercises (see `kata.timer`)."""
    if TEST not in item.stash:
        return None
    item.stash[TIMER] = Timer(item, settings.timeout, lambda: _folder_under_test(item))
    return True


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_cancel_timer(item: pytest.Item) -> bool | None:
    timer = item.stash.get(TIMER, None)
    if timer is None:
        return None
    timer.cancel()
    return True


def _folder_under_test(item: pytest.Item) -> Path | None:
    seen = item.stash.get(WITNESS, None)
    return seen.folder if seen else None


def verdict_in(report: pytest.TestReport) -> Verdict | None:
    """The verdict that a report of an exercise's test carries, also from another process of xdist."""
    record: dict[str, Any] | None = getattr(report, "kata", None)
    return Verdict.from_json(record["verdict"]) if record else None


class Told(TerminalRepr):
    """A failure in the learner's words, where pytest would print a traceback."""

    def __init__(self, failure: Failure) -> None:
        self.failure = failure
        self.reprcrash = _Crash(failure.broken or f"expected {failure.expected}, got {failure.got}")

    def __str__(self) -> str:
        return failure_text(self.failure)

    def toterminal(self, tw: Any) -> None:
        tw.line(failure_text(self.failure))


class _Crash:
    """What pytest's short summary asks a failure for."""

    def __init__(self, message: str) -> None:
        self.message = message


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Give a report that came from another process its form back."""
    verdict = verdict_in(report)
    if verdict and verdict.failure and isinstance(report.longrepr, str):
        report.longrepr = Told(verdict.failure)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where every failure is an exercise's and nobody asked for tracebacks, the screen below takes their place."""
    option = session.config.option
    reports = _failed(session.config)
    if reports and option.tbstyle == "auto" and all(hasattr(report, "kata") for report in reports):
        option.tbstyle = "no"
        session.config.stash[OURS] = True


OURS = pytest.StashKey[bool]()


def _failed(config: pytest.Config) -> list[pytest.TestReport]:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not hasattr(reporter, "stats"):
        return []
    return [*reporter.stats.get("error", []), *reporter.stats.get("failed", [])]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """The first red requirement in full, or all of them with -v."""
    if not config.stash.get(OURS, False):
        return
    screen = Screen(sys.stdout if terminalreporter.isatty else None, width=terminalreporter._tw.fullwidth)
    reports = sorted(_failed(config), key=lambda report: (report.fspath, dict(report.user_properties)["requirement"]))
    kept = reports if config.get_verbosity() > 0 else reports[:1]
    for report in kept:
        verdict = verdict_in(report)
        if verdict and verdict.failure:
            exercise = Exercise(Path(vars(report)["kata"]["exercise"]))
            terminalreporter.write_line("")
            terminalreporter.write(screen.rendered(screen.failure(exercise, verdict.failure)))
