"""The process in which an answer that is a test file is run, again and again: see `kata.trials`.

`python -m kata.trial_run FOLDER FILE APP` reads a line of JSON for each run: the app's `source`, `only` these tests in
that order (null: all, as they stand), whether it may end with the first failure (`until_red`), and the `limit` of the
run in seconds. It answers with a line: what `passed` and what `failed`, or the `trouble` that kept it from that. It
ends when its standard input does.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Generator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from kata.answer import place_of, summary_of
from kata.fresh import modules_of
from kata.lean import LEAN
from kata.watchdog import last_seen

_ARGUMENTS = (
    *LEAN,
    "--import-mode=importlib",
    "--capture=sys",
    "-panyio.pytest_plugin",  # it is there wherever Starlette is, and runs tests that are coroutines
)


class Recorder:
    """A pytest plugin that keeps the verdicts of one run."""

    def __init__(self, file: Path, only: list[str] | None, until_red: bool) -> None:
        self.file = file
        self.only = only
        self.until_red = until_red
        self.running = ""
        self.passed: dict[str, None] = {}  # in their order, each once: a test with subtests reports several times
        self.failed: dict[str, str] = {}
        self.error: BaseException | None = None

    def pytest_exception_interact(self, call: pytest.CallInfo[Any], report: object) -> None:
        if isinstance(report, pytest.CollectReport) and call.excinfo:
            self.error = call.excinfo.value

    def pytest_itemcollected(self, item: pytest.Item) -> None:
        vars(item)["repr_failure"] = _not_repeated

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self.only is not None:
            place = {name: number for number, name in enumerate(self.only)}
            chosen = [item for item in items if _name(item.nodeid) in place]
            items[:] = sorted(chosen, key=lambda item: place[_name(item.nodeid)])

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.running = _name(nodeid)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        name = _name(item.nodeid)
        if report.failed:
            self.failed.setdefault(name, self._reason(call.excinfo, report))
        elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.passed[name] = None
        return report

    def pytest_runtest_logfinish(self) -> None:
        self.running = ""

    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        if self.until_red and self.failed:
            item.session.shouldfail = "it is red, and that is enough"

    def _reason(self, excinfo: pytest.ExceptionInfo[BaseException] | None, report: pytest.TestReport) -> str:
        """`line 12: assert 200 == 404`: the file's own line, and the first of what was said."""
        if excinfo is None:  # such as a test that was expected to fail
            return str(report.longrepr)
        lines = [entry.lineno + 1 for entry in excinfo.traceback if Path(str(entry.path)) == self.file]
        words = excinfo.exconly(tryshort=True).strip().splitlines()[0]
        return f"line {lines[-1]}: {words}" if lines else words

    def verdicts(self) -> dict[str, Any]:
        return {
            "passed": [name for name in self.passed if name not in self.failed],
            "failed": [f"{name} ({reason})" for name, reason in self.failed.items()],
        }


def _not_repeated(excinfo: object, style: object = None) -> str:
    """What pytest would say of a failure takes a second where it came through SQLAlchemy, and nobody reads it."""
    return ""


def _name(nodeid: str) -> str:
    return nodeid.partition("::")[2]


def one_run(folder: Path, file: Path, app: Path, job: dict[str, Any]) -> dict[str, Any]:
    """What came of `file`, with `app` as the job has it."""
    recorder = Recorder(file, job["only"], job["until_red"])
    place = ("-c", os.devnull, "--rootdir", str(folder), "--confcutdir", str(folder))
    with modules_of(folder):
        _load(app, job["source"])
        over = threading.Timer(job["limit"], _give_up, (job["limit"], recorder, folder))
        over.daemon = True
        over.start()
        try:
            code = pytest.main([str(file), *place, *_ARGUMENTS], plugins=[recorder])
        finally:
            over.cancel()
    if recorder.error is not None:
        return _not_imported(recorder.error, folder)
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.NO_TESTS_COLLECTED):
        return {"trouble": f"stopped pytest in {recorder.running or 'between the tests'}"}
    return recorder.verdicts()


def _load(path: Path, source: str) -> None:
    """Make `source` the module that `path` would be."""
    spec = spec_from_file_location(path.stem, path)
    assert spec
    module = sys.modules[path.stem] = module_from_spec(spec)
    exec(compile(source, path, "exec", dont_inherit=True), vars(module))


def _not_imported(error: BaseException, folder: Path) -> dict[str, Any]:
    cause = error.__cause__ or error  # pytest wraps what an import raised
    said: dict[str, Any] = {"trouble": "cannot be imported", "detail": summary_of(cause)}
    if isinstance(cause, SyntaxError) and cause.filename:
        line = (cause.text or "").strip("\n")
        said |= {"trouble": "does not parse", "detail": f"{type(cause).__name__}: {cause.msg}"}
        said["place"] = (cause.filename, cause.lineno or 1, line)
    elif place := place_of(cause, folder):
        said["place"] = (str(place.path), place.line, place.source)
    return said


def _give_up(limit: float, recorder: Recorder, folder: Path) -> None:
    """The run takes too long: say where it is, and end."""
    where = f" (in {recorder.running})" if recorder.running else ""
    said: dict[str, Any] = {"trouble": f"came to no end within {limit:g} s{where}"}
    if found := last_seen(folder):
        said["place"] = (str(found[0].path), found[0].line, found[0].source)
    _say(said)
    os._exit(1)


def _say(said: dict[str, Any]) -> None:
    os.write(_OUT, json.dumps(said).encode() + b"\n")


_OUT = 1


def main(folder: Path, file: str, app: Path) -> None:
    """Do the runs that are asked for until nothing more can be."""
    global _OUT
    _OUT = os.dup(1)
    os.dup2(2, 1)  # what the tests print is not for the one who reads the verdicts
    cwd, env = Path.cwd(), dict(os.environ)
    for line in sys.stdin.buffer:
        _say(one_run(folder, folder / file, app, json.loads(line)))
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(env)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
