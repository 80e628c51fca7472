"""What the project's own tests share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks.support import copy_samples
from kata.catalogue import ROOT, Exercise
from kata.runner.client import Runner

collect_ignore = ["accepted", "rejected", "faults", "samples"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write checks/golden/ anew; read the diff")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These tests start processes, and may share the machine with others: the exercises' limit is not for them."""
    for item in items:
        item.add_marker(pytest.mark.timeout(600))


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """One warm supervisor for all."""
    with Runner(workers=1) as shared:
        yield shared


@pytest.fixture
def doors(tmp_path: Path) -> Exercise:
    """A copy of the first sample exercise, its stub untouched."""
    return Exercise(copy_samples(tmp_path) / "ex01_doors")


Command = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def python() -> Command:
    """Run this Python with some arguments in the project's folder; 80 columns, no colour, no terminal."""

    def run(
        *arguments: object, cwd: Path = ROOT, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NO_COLOR"))}
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=cwd,
            env={**clean, "COLUMNS": "80", "PYTHONUTF8": "1", **(env or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            stdin=subprocess.DEVNULL,
            check=False,
        )

    return run
