"""What the project's own tests share."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from checks.support import committed, copy_samples, project_copy
from kata.catalogue import ROOT, Exercise
from kata.runner.client import Runner

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

collect_ignore = ["accepted", "rejected", "faults", "samples"]
if Path(__file__).with_name("test_exercises.py").is_file():
    collect_ignore.append("test_stubs.py")  # the proof knows more


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write checks/golden/ anew; read the diff")
    parser.addoption("--with-browser", action="store_true", help="also run the tests that need Chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests start processes, and may share the machine with others: the exercises' limit is not for them."""
    for item in items:
        item.add_marker(pytest.mark.timeout(600))


WITHOUT = pytest.StashKey[int]()


class WithBrowser:
    """Leaves the tests that take the fixture `browser` out unless they are asked for, and says so in one line."""

    @pytest.hookimpl(trylast=True)  # what `-k` has left out is not missed
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        left_out = [item for item in items if "browser" in getattr(item, "fixturenames", ())]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
        self.remember(config, len(left_out))

    def remember(self, config: pytest.Config, count: int) -> None:
        config.stash[WITHOUT] = count
        if hasattr(config, "workeroutput"):  # a process of xdist, whose parent writes the line
            config.workeroutput["without_browser"] = count

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.remember(node.config, getattr(node, "workeroutput", {}).get("without_browser", 0))

    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        if count := config.stash.get(WITHOUT, 0):
            terminalreporter.write_line(f"Tests with a browser, left out without --with-browser: {count}")


def pytest_configure(config: pytest.Config) -> None:
    # A run in the background ignores Ctrl-C and a closed terminal, and so would every process that it starts.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
    if not config.getoption("with_browser"):
        config.pluginmanager.register(WithBrowser())


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """One warm supervisor for all."""
    with Runner(workers=1) as shared:
        yield shared


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one a module: Playwright's event loop must not be in the way of other modules' tests."""
    from checks.browser import NOT_FOUND, chromium, executable

    if executable() is None:
        pytest.fail(NOT_FOUND, pytrace=False)
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of a new, empty profile."""
    from checks.browser import opened

    with opened(browser) as tab:
        yield tab


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository of the project as it is now, with a history of one commit."""
    folder = project_copy(tmp_path_factory.mktemp("published") / "kata")
    committed(folder, "The project")
    return folder


@pytest.fixture
def doors(tmp_path: Path) -> Exercise:
    """A copy of the first sample exercise, its stub untouched."""
    return Exercise(copy_samples(tmp_path) / "ex01_doors")


LEAN = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_PLUGINS": "pytest_timeout"}
Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def python() -> Command:
    """Run this Python with some arguments in the project's folder; 80 columns, no colour, no terminal.

    pytest then has the plugins that a learner's has, and not those of these checks, which take seconds to load.
    """

    def run(
        *arguments: object, cwd: Path = ROOT, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NO_COLOR"))}
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=cwd,
            env={**clean, **LEAN, "COLUMNS": "80", "PYTHONUTF8": "1", **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run
