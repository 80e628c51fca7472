"""Bring the stub of an exercise back. Your files are kept in a backup first, always."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from kata import history
from kata.catalogue import Catalogue, Exercise, shown
from kata.state import FOLDER, write_atomically


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="such as 1.3 or ex03")
    parser.add_argument("--from", dest="revision", metavar="REVISION", help="take the stub from this git revision")


def run(options: argparse.Namespace) -> int:
    for line in reset(Catalogue().exercise(options.exercise), options.revision):
        print(line)
    return 0


def reset(exercise: Exercise, revision: str | None = None) -> Iterator[str]:
    """Bring the stub of `exercise` back, each file backed up first; says what it does, line by line."""
    revision, stub = history.stub_of(exercise, revision)
    changed = [path for path, text in stub.items() if not path.is_file() or path.read_bytes() != text]
    if not changed:
        yield f"{exercise.number} is the stub already; nothing was changed."
    for path in changed:
        if path.is_file():
            yield f"Your {path.name} is kept as {shown(_backup(exercise, path))}"
    for path in changed:
        write_atomically(path, stub[path])
        yield f"{shown(path)} is the stub again (from {revision})."


def _backup(exercise: Exercise, path: Path) -> Path:
    """Copy a file to a dated place of its own, and say where."""
    stamp = datetime.now().strftime("%Y-%m-%d_%H.%M.%S")
    folder = FOLDER / "backups" / exercise.key
    name = path.relative_to(exercise.folder).as_posix().replace("/", "__")
    place = folder / f"{stamp}_{name}"
    number = 1
    while place.exists():
        number += 1
        place = folder / f"{stamp}-{number}_{name}"
    write_atomically(place, path.read_bytes())
    return place
