"""What is remembered between commands: the hint ladders, the flashcards' grades, the mock's clock.

Everything else is asked of the tests. One small file that can be deleted, or copied to another machine.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import re
import stat
import time
from pathlib import Path
from typing import Any

from kata.catalogue import HOME

FOLDER = HOME / ".kata"


_LEFT = 10.0
"""Seconds after which an unfinished file is what a killed process has left."""
_UNFINISHED = re.compile(r"\..+-\d+-\d+\.part")
_numbers = itertools.count()


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` at `path`, whole or not at all, with the rights that the file there has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    _tidy(path.parent)
    part = path.with_name(f".{path.name}-{os.getpid()}-{next(_numbers)}.part")
    try:
        with part.open("xb") as file:
            file.write(data)
        with contextlib.suppress(OSError):
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def _tidy(folder: Path) -> None:
    """Remove what killed processes have left of their writes."""
    for path in folder.iterdir():
        if _UNFINISHED.fullmatch(path.name):
            with contextlib.suppress(OSError):  # somebody else may have removed it
                if time.time() - path.stat().st_mtime > _LEFT:
                    path.unlink()


class State:
    """Tables of JSON values by name; a file that is missing, or not ours, is an empty one."""

    def __init__(self, path: Path = FOLDER / "state.json") -> None:
        self._path = path

    def _read(self) -> dict[str, Any]:
        try:
            known = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def table(self, name: str) -> dict[str, Any]:
        """The table called `name`; the caller looks whether its values are what it wrote."""
        table = self._read().get(name)
        return table if isinstance(table, dict) else {}

    def put(self, name: str, key: str, value: Any) -> None:
        """Remember `value`, anything that JSON can hold; None forgets the key."""
        known = self._read()
        table = self.table(name) | {key: value}
        known[name] = {key: value for key, value in table.items() if value is not None}
        write_atomically(self._path, json.dumps(known, indent=1).encode())


class Ladder:
    """How many hints of each exercise have been shown."""

    def __init__(self, state: State | None = None) -> None:
        self._state = state or State()

    def climbed(self, key: str) -> int:
        steps = self._state.table("hints").get(key)
        return steps if isinstance(steps, int) and steps > 0 else 0

    def climb(self, key: str, steps: int) -> None:
        self._state.put("hints", key, steps)
