"""Results that are known already: the same files, the same tests, the same packages give the same verdicts.

What is kept can be deleted at any time. It is asked for by the content of everything that a verdict depends on, never
by a date, so it cannot be stale.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kata.catalogue import ROOT, Exercise
from kata.newman import place
from kata.result import Result
from kata.state import FOLDER, write_atomically
from kata.verdict import Outcome, Verdict

_CERTAIN = {Outcome.PASSED, Outcome.FAILED}
"""How a test ends whatever else the machine is doing, and has installed."""


class Cache:
    """Results of the learner's answers, one file an exercise."""

    def __init__(self, folder: Path = FOLDER / "results") -> None:
        self._folder = folder

    def get(self, exercise: Exercise) -> Result | None:
        """The result of `exercise` as it is now, if it is known."""
        try:
            kept = json.loads(self._path(exercise).read_text(encoding="utf-8"))
            if kept["of"] != content_of(exercise).digest:
                return None
            verdicts = [Verdict.from_json(record) for record in kept["verdicts"]]
            return Result(exercise, kept["tests"], kept["apart"], {v.test: v for v in verdicts})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):  # none, or not one that we wrote
            return None

    def put(self, result: Result, of: Content) -> None:
        """Keep `result`, which came of a run that began with `of` and has just ended.

        It is not kept if anything was written since, nor if another run might not give it again: where something was
        late, or was left behind. A folder that cannot be written to costs the next start some time, and nothing else.
        """
        certain = {verdict.outcome for verdict in result.verdicts.values()} <= _CERTAIN
        if not certain or not result.complete or result.trouble or result.notes:
            return
        if content_of(result.exercise) != of or _machinery() != _surroundings():
            return
        verdicts = [verdict.to_json() for verdict in result.verdicts.values()]
        kept = {"of": of.digest, "tests": result.tests, "apart": result.apart, "verdicts": verdicts}
        with contextlib.suppress(OSError):
            write_atomically(self._path(result.exercise), json.dumps(kept, ensure_ascii=False).encode())

    def _path(self, exercise: Exercise) -> Path:
        return self._folder / f"{exercise.number}.json"


class Content(NamedTuple):
    """All that a verdict on an exercise depends on, at one moment."""

    digest: str
    """Of the exercise's files, of the machinery, and of what is installed: equal ones give equal verdicts."""
    written: dict[str, tuple[int, ...]]
    """When each file was written last: two that are equal in this as well have nothing between them."""

    def changed_in(self, later: Content) -> set[str]:
        """The files that were written, made or deleted between this and `later`."""
        return {path for path, _ in self.written.items() ^ later.written.items()}


def content_of(exercise: Exercise) -> Content:
    """What there is now. A file that goes meanwhile is not there."""
    digest = hashlib.sha256(_surroundings().encode())
    digest.update(f"{exercise.folder}\0{_newman(exercise)}".encode())
    written: dict[str, tuple[int, ...]] = {}
    for path in sorted(_files(str(exercise.folder))):
        with contextlib.suppress(OSError), Path(path).open("rb") as file:
            data, facts = file.read(), os.fstat(file.fileno())
            digest.update(f"\0{path}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
            digest.update(data)
            written[path] = (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)
    return Content(digest.hexdigest(), written)


def _files(folder: str) -> Iterator[str]:
    """Every file below `folder` but what Python, editors and we ourselves leave there for a while."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            hidden = entry.name.startswith(".") and not entry.name.startswith(".env")
            if hidden or entry.name.endswith("~") or entry.name == "__pycache__":
                continue
            if entry.is_dir():
                yield from _files(entry.path)
            elif entry.is_file():
                yield entry.path


def _newman(exercise: Exercise) -> str:
    """Which newman would play the exercise's collection, if it has one."""
    return str(place.find()) if place.needed([exercise]) else ""


def _machinery() -> str:
    """A digest of this package, of the project's settings, and of the names of the installed packages."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (*sorted(_files(str(ROOT / "kata"))), str(ROOT / "pyproject.toml")):
        with contextlib.suppress(OSError), Path(path).open("rb") as file:
            digest.update(f"\0{path}\0".encode("utf-8", "surrogateescape"))
            digest.update(file.read())
    for folder in sorted(sys.path):
        if folder.endswith(("site-packages", "dist-packages")):
            digest.update("\0".join(sorted(path.name for path in Path(folder).glob("*.dist-info"))).encode())
    return digest.hexdigest()


_surroundings = lru_cache(maxsize=1)(_machinery)
"""As it was when this process began: that is what runs, whatever is written meanwhile."""
