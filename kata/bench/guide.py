"""The guide as a learner sees it: in a real terminal, from the write of a file to what stands on the screen then."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from pathlib import Path

from kata.catalogue import Exercise
from kata.terminal import Terminal

STATUS = ("501", "503")
"""What the stub answers: at every save the other one, so that the screen tells whose verdict it shows."""
PAUSE = 0.3
"""Seconds between a verdict and the next save, as for pytest-watcher."""


def guide(exercise: Exercise, runs: int) -> tuple[list[float], list[float]]:
    """Seconds from a save of the exercise's stub to the first red verdict on the screen, and to the last."""
    first, last = [], []
    with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
        home = Path(scratch).resolve()
        section = home / "exercises" / exercise.folder.parent.name
        section.mkdir(parents=True)
        shutil.copyfile(exercise.folder.parent / "README.md", section / "README.md")
        folder = section / exercise.folder.name
        shutil.copytree(exercise.folder, folder, ignore=shutil.ignore_patterns("__pycache__"))
        main = folder / "main.py"
        stub = main.read_text(encoding="utf-8")
        env = {"KATA_EXERCISES": str(home)}
        with Terminal([sys.executable, "-m", "kata", "watch"], env=env) as terminal:
            terminal.until(lambda text: _complete(text, STATUS[0]))
            for number in range(1, runs + 2):  # the first is the warm-up
                terminal.read(PAUSE)
                time.sleep(PAUSE)
                status = STATUS[number % 2]
                text = stub.replace(STATUS[0], status)
                began = time.perf_counter()
                main.write_text(text, encoding="utf-8")
                red = terminal.until(lambda text, wanted=status: wanted in text)  # type: ignore[misc]
                ended = max(red, terminal.until(lambda text, wanted=status: _complete(text, wanted)))  # type: ignore[misc]
                if number > 1:
                    first.append(red - began)
                    last.append(ended - began)
    return first, last


def _complete(text: str, status: str) -> bool:
    """Whether every verdict on the answer with this status is there."""
    return status in text and "requirements hold" in " ".join(text.split()) and "running …" not in text
