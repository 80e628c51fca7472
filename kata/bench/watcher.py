"""pytest-watcher on one exercise."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from kata.catalogue import Exercise
from kata.errors import KataError
from kata.state import FOLDER

PATIENCE = 60.0
"""Seconds in which pytest-watcher has to say something."""


@contextmanager
def _watching(folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "pytest_watcher", str(folder), "--now", "--patterns", "**/*.py", "-q"]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])  # where it finds pytest
    with subprocess.Popen(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def pytest_watcher(exercise: Exercise, runs: int) -> list[float]:
    """Seconds from a save to the end of the run that pytest-watcher starts for it."""
    seconds = []
    FOLDER.mkdir(exist_ok=True)  # inside the project, so that pytest finds its settings
    with tempfile.TemporaryDirectory(prefix="bench-", dir=FOLDER) as scratch:
        folder = Path(scratch) / exercise.key
        shutil.copytree(exercise.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        main = folder / "main.py"
        stub = main.read_text(encoding="utf-8")
        with _watching(folder) as process:
            watched = psutil.Process(process.pid)
            _until_summary(process)
            for number in range(runs):
                while watched.children():  # what is saved before pytest has ended, it forgets
                    time.sleep(0.05)
                time.sleep(0.3)  # and its own delay
                began = time.perf_counter()
                main.write_text(f"{stub}# {number}\n", encoding="utf-8")
                _until_summary(process)
                seconds.append(time.perf_counter() - began)
    return seconds


def _until_summary(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    stopwatch = threading.Timer(PATIENCE, process.kill)
    stopwatch.start()
    try:
        for line in process.stdout:
            if " failed" in line and " in " in line:
                return
    finally:
        stopwatch.cancel()
    raise KataError("pytest-watcher ended without a verdict.", "Run `nox -s bench` again.")
