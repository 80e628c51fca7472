"""The rejected mistakes of an exercise: small edits of its reference answer, or whole files.

One TOML file an exercise, `checks/rejected/SECTION/EXERCISE.toml`; a table a mistake:

- `why`: the reason in one sentence.
- `caught_by`: the names of all tests that must be red.
- `find` and `replace`, or `edits`, a list of such pairs; `file` names the file they change (default main.py). `find`
  must stand there exactly once.
- or `answer`: a folder beside the TOML file, `EXERCISE/NAME`, whose files replace the reference's.
"""

from __future__ import annotations

import shutil
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.catalogue import Exercise, shown
from kata.errors import KataError


@dataclass(frozen=True)
class Edit:
    """Replace the only `find` in `file` by `replace`."""

    file: str
    find: str
    replace: str


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that the tests named in `caught_by` must be red on, and no others."""

    name: str
    why: str
    caught_by: frozenset[str]
    edits: tuple[Edit, ...]
    answer: Path | None
    source: Path


def mistakes_of(exercise: Exercise, rejected: Path) -> tuple[Mistake, ...]:
    """The mistakes that `rejected/SECTION/EXERCISE.toml` tells; `KataError` where the file is not of the form above."""
    path = rejected / f"{exercise.key}.toml"
    if not path.is_file():
        raise KataError(
            f"{shown(path)} is missing.", "Write the mistakes of this exercise there (see CONTRIBUTING.md)."
        )
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:  # two tables of one name end here too
        raise KataError(f"{shown(path)}: {error}.", "Two mistakes of one name, or a slip in the TOML?") from None
    return tuple(_mistake(path, name, table) for name, table in tables.items())


def _mistake(path: Path, name: str, table: Any) -> Mistake:
    def wrong(words: str, remedy: str) -> KataError:
        return KataError(f"{shown(path)} [{name}] {words}.", remedy)

    if not isinstance(table, dict):
        raise wrong("is no table", "Write [name] and its keys below it.")
    if extra := set(table) - {"why", "caught_by", "find", "replace", "file", "edits", "answer"}:
        raise wrong(f"has an unknown key {min(extra)!r}", "See kata/mistakes.py for the keys.")
    if not table.get("why") or not table.get("caught_by"):
        raise wrong("needs `why` and `caught_by`", "Say the reason, and name the tests that must be red.")
    pairs = [*table.get("edits", []), *([table] if "find" in table else [])]
    folder = path.with_suffix("") / name if table.get("answer") else None
    if bool(pairs) == bool(folder):
        raise wrong("needs edits, or `answer = true`", "One of the two.")
    if folder and not folder.is_dir():
        raise wrong(f"has no folder {shown(folder)}", "Put the wrong answer's files there.")
    try:
        edits = tuple(Edit(p.get("file", table.get("file", "main.py")), p["find"], p["replace"]) for p in pairs)
    except KeyError as error:
        raise wrong(f"has an edit without {error}", "An edit is a find and a replace.") from None
    return Mistake(name, table["why"], frozenset(table["caught_by"]), edits, folder, path)


def write_answer(mistake: Mistake, reference: Path, target: Path) -> None:
    """Write the wrong answer to the folder `target`: `reference` with the mistake in it.

    `KataError` where a `find` is not there, or more than once.
    """
    shutil.copytree(reference, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    if mistake.answer:
        shutil.copytree(mistake.answer, target, dirs_exist_ok=True)
    for edit in mistake.edits:
        file = target / edit.file
        text = file.read_text(encoding="utf-8") if file.is_file() else ""
        times = text.count(edit.find)
        if times != 1:
            what = "is not in" if times == 0 else f"stands {times} times in"
            raise KataError(
                f"{shown(mistake.source)} [{mistake.name}] find {edit.find.strip().splitlines()[0]!r} {what} "
                f"{shown(reference / edit.file)}.",
                "Make the find match the reference once.",
            )
        file.write_text(text.replace(edit.find, edit.replace), encoding="utf-8", newline="\n")
