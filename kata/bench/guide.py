"""The guide as a learner sees it: in a real terminal, from the write of a file to what stands on the screen then."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from kata.catalogue import Exercise
from kata.state import FOLDER
from kata.terminal import Terminal

STATUS = ("501", "503")
"""What the stub answers: at every save the other one, so that the screen tells whose verdict it shows."""
PAUSE = 0.3
"""Seconds without anything new before the next save, as for pytest-watcher."""


def guide(exercise: Exercise, runs: int) -> tuple[list[float], list[float]]:
    """Seconds from a save of the exercise's stub to the first red verdict on the screen, and to the last."""
    first, last = [], []
    FOLDER.mkdir(exist_ok=True)  # inside the project, as for pytest-watcher
    with tempfile.TemporaryDirectory(prefix="bench-", dir=FOLDER) as scratch:
        section = Path(scratch) / "exercises" / exercise.folder.parent.name
        section.mkdir(parents=True)
        shutil.copyfile(exercise.folder.parent / "README.md", section / "README.md")
        folder = section / exercise.folder.name
        shutil.copytree(exercise.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        main = folder / "main.py"
        stub = main.read_text(encoding="utf-8")
        with Terminal([sys.executable, "-m", "kata", "watch"], env={"KATA_EXERCISES": scratch}) as terminal:
            terminal.until(partial(_complete, STATUS[0]))
            for number in range(1, runs + 2):  # the first is the warm-up
                while terminal.read(PAUSE):
                    pass
                status = STATUS[number % 2]
                text = stub.replace(STATUS[0], status)
                began = time.perf_counter()
                main.write_text(text, encoding="utf-8")
                red, ended = terminal.watch(partial(_red, status), partial(_complete, status), quiet=PAUSE)
                if number > 1:
                    first.append(red - began)
                    last.append(ended - began)
    return first, last


def _red(status: str, text: str) -> bool:
    """Whether there is a verdict on the answer with this status."""
    return status in text


def _complete(status: str, text: str) -> bool:
    """Whether every verdict on the answer with this status is there."""
    return status in text and "requirements hold" in " ".join(text.split()) and "running …" not in text
