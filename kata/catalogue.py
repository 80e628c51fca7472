"""What there is to practise, read from the folders.

Standard library only: the noxfile reads it before anything is installed.
"""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kata.errors import KataError

ROOT = Path(__file__).resolve().parent.parent
"""Where this project lies."""
HOME = Path(os.environ.get("KATA_EXERCISES") or ROOT).expanduser().resolve()
"""Where `exercises/`, `solutions/` and their checks lie: in this project, or in the set that KATA_EXERCISES names."""
_SECTION = re.compile(r"section(\d+)_(\w+)")
_EXERCISE = re.compile(r"ex(\d\d)_(\w+)")
_NUMBER = re.compile(r"(\d+)\.(\d+)")


def shown(path: Path) -> str:
    """`path` as a learner would type it: relative to the set or the project that it lies in, with forward slashes."""
    root = next((root for root in (HOME, ROOT) if path.is_relative_to(root)), None)
    return path.relative_to(root).as_posix() if root else str(path)


def unreadable(path: Path, error: OSError | UnicodeDecodeError) -> KataError:
    """What is said of a file that is there and cannot be read."""
    why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
    return KataError(f"{shown(path)} cannot be read: {why}.", "`git restore` brings it back.")


def _title(folder: Path) -> str:
    """The first heading of the folder's README without its number: `Create and fetch` of `# 1.3 Create and fetch`."""
    readme = folder / "README.md"
    try:
        with readme.open(encoding="utf-8") as lines:
            heading = next((line[2:].strip() for line in lines if line.startswith("# ")), "")
    except FileNotFoundError:
        raise KataError(f"{shown(folder)} has no README.md.", "CONTRIBUTING.md shows the form.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(readme, error) from None
    return re.sub(r"^(Section \d+ · |\d+\.\d+ )", "", heading)


@dataclass(frozen=True)
class Exercise:
    """One folder `exNN_slug`: the task, the stub and its tests."""

    folder: Path

    @classmethod
    def of(cls, path: Path) -> Exercise | None:
        """The exercise that a file or folder belongs to, or None."""
        for folder in (path, *path.parents):
            if _EXERCISE.fullmatch(folder.name) and _SECTION.fullmatch(folder.parent.name):
                return cls(folder)
        return None

    @cached_property
    def number(self) -> str:
        """`1.3`: the section's number and the exercise's."""
        section, exercise = _SECTION.fullmatch(self.folder.parent.name), _EXERCISE.fullmatch(self.folder.name)
        assert section and exercise
        return f"{section[1]}.{int(exercise[1])}"

    @cached_property
    def title(self) -> str:
        return _title(self.folder)

    @property
    def key(self) -> str:
        """Where it lies below `exercises/`, and its counterparts below `solutions/` and `checks/`."""
        return f"{self.folder.parent.name}/{self.folder.name}"

    @property
    def readme(self) -> Path:
        return self.folder / "README.md"

    @property
    def test_file(self) -> Path:
        return self.folder / "test_main.py"

    def files(self) -> Iterator[Path]:
        """Every file of the exercise but its tests, its README and what Python or an editor leaves behind."""
        for path in sorted(self.folder.rglob("*")):
            hidden = any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(self.folder).parts)
            if path.is_file() and not hidden and path not in (self.readme, self.test_file):
                yield path


@dataclass(frozen=True)
class Section:
    """One folder `sectionN_slug` and the exercises in it."""

    folder: Path

    @cached_property
    def number(self) -> int:
        match = _SECTION.fullmatch(self.folder.name)
        assert match
        return int(match[1])

    @property
    def name(self) -> str:
        """The name of its nox session and of its dependency group."""
        return f"section{self.number}"

    @cached_property
    def title(self) -> str:
        return _title(self.folder)

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(Exercise(path) for path in sorted(self.folder.iterdir()) if _EXERCISE.fullmatch(path.name))


@dataclass(frozen=True)
class Catalogue:
    """All sections of a tree of exercises, in their order."""

    folder: Path = HOME / "exercises"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        if not self.folder.is_dir():
            if HOME != ROOT:
                remedy = "KATA_EXERCISES names a folder that holds `exercises/`; `nox -s new -- --help` starts one."
                raise KataError(f"There is no folder {self.folder}.", remedy)
            raise KataError(
                f"There is no folder {shown(self.folder)}.", "Clone the project again, or restore it with git."
            )
        found = (Section(path) for path in self.folder.iterdir() if path.is_dir() and _SECTION.fullmatch(path.name))
        return tuple(sorted(found, key=lambda section: section.number))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(exercise for section in self.sections for exercise in section.exercises)

    def section(self, name: str) -> Section:
        """The section called `3`, `section3` or by its folder's name."""
        for section in self.sections:
            if name.rstrip("/") in (str(section.number), section.name, section.folder.name, shown(section.folder)):
                return section
        raise KataError(f"There is no section {name!r}.", _nearest(name, [section.name for section in self.sections]))

    def exercise(self, name: str) -> Exercise:
        """The exercise called by its number, its folder, a part of the folder's name, or any path in it."""
        path = Path(name).resolve()
        if path.exists() and (exercise := Exercise.of(path)):
            return exercise
        if path.exists() and os.sep in name:
            raise KataError(f"{name} is not in an exercise.", "Exercises are the folders exercises/section…/ex….")
        wanted = name.replace("\\", "/").rstrip("/")
        matches = [exercise for exercise in self.exercises if wanted in _names(exercise)]
        if len(matches) == 1:
            return matches[0]
        if matches:
            numbers = " or ".join(exercise.number for exercise in matches)
            raise KataError(f"{name!r} stands for several exercises.", f"Say which: {numbers}.")
        every = {known: exercise.number for exercise in self.exercises for known in _names(exercise)}
        raise KataError(f"There is no exercise {name!r}.", _nearest(name, list(every), every))


def _names(exercise: Exercise) -> tuple[str, ...]:
    number, slug = exercise.folder.name.split("_", 1)
    return exercise.number, number, slug, exercise.folder.name, exercise.key, shown(exercise.folder)


def _nearest(name: str, known: list[str], display: dict[str, str] | None = None) -> str:
    """A sentence that names the closest of `known`, or says how to list them all."""
    if _NUMBER.fullmatch(name):  # 1.9 is nearer to 1.5 than to 9.1
        same = [k for k in known if _NUMBER.fullmatch(k) and k.split(".")[0] == name.split(".")[0]]
        known = same or [k for k in known if _NUMBER.fullmatch(k)] or known
        wanted = int(name.split(".")[1])
        close = sorted(known, key=lambda k: abs(int(k.split(".")[-1]) - wanted) if _NUMBER.fullmatch(k) else 99)[:1]
    else:
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    if not close:
        return "`nox -s progress` lists them all."
    nearest = display[close[0]] if display else close[0]
    same_word = "" if nearest == close[0] else f" ({close[0]})"
    return f"The nearest is {nearest}{same_word}; `nox -s progress` lists them all."
