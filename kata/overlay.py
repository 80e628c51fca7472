"""Put another answer in the place of the learner's, in a folder of its own, so that hers is never touched."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from kata.catalogue import Exercise, shown
from kata.errors import KataError


class Answers:
    """Where each exercise's answer lies: in its own folder, or laid over a copy of it from `tree`.

    `tree` has the form of `exercises/`. What it does not hold of an exercise (given files, data) comes from there.
    """

    def __init__(self, tree: Path | None = None) -> None:
        self.tree = tree
        self._laid: dict[str, Path] = {}
        self._scratch: Path | None = None

    def folder(self, exercise: Exercise) -> Path:
        """The folder from which the answer to `exercise` is imported."""
        if self.tree is None:
            return exercise.folder
        if exercise.key not in self._laid:
            self._laid[exercise.key] = self._lay(exercise, self.tree / exercise.key)
        return self._laid[exercise.key]

    def _lay(self, exercise: Exercise, answer: Path) -> Path:
        if not answer.is_dir():
            raise KataError(f"{shown(answer)} is missing: there is no answer to {exercise.number}.", "Write it there.")
        if self._scratch is None:
            self._scratch = Path(tempfile.mkdtemp(prefix="kata-")).resolve()
        folder = self._scratch / exercise.key
        folder.mkdir(parents=True)
        for base, files in ((exercise.folder, exercise.files()), (answer, _files(answer))):
            for path in files:
                target = folder / path.relative_to(base)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        return folder

    def shown(self, path: Path) -> str:
        """`path` as a person knows it: a file of a laid answer by the place that it came from."""
        if self.tree is not None and self._scratch and path.is_relative_to(self._scratch):
            inside = path.relative_to(self._scratch)
            origin = self.tree / inside
            if origin.exists():
                return shown(origin)
            section, exercise, *rest = inside.parts
            return "/".join(("exercises", section, exercise, *rest))
        return shown(path)

    def close(self) -> None:
        """Remove the copies."""
        if self._scratch:
            shutil.rmtree(self._scratch, ignore_errors=True)
        self._laid.clear()
        self._scratch = None


def _files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
