"""What git remembers of an exercise."""

from __future__ import annotations

from pathlib import Path

from kata.catalogue import HOME, Exercise, shown
from kata.errors import KataError
from kata.git import files_below, git, require_clone

_PUBLISHED = ("upstream/starter", "upstream/main", "origin/starter", "origin/main", "origin/HEAD")
"""Where an untouched stub is looked for before the learner's own commits."""


def stub_of(exercise: Exercise, revision: str | None = None) -> tuple[str, dict[Path, bytes]]:
    """The revision that holds the exercise's stub, and its files there.

    Published branches come first, then the learner's own history, newest first: whichever still has a stub, which is
    told by its TODO. `revision` names one outright.
    """
    require_clone()
    for candidate in [revision] if revision else _candidates(exercise):
        files = _files_at(candidate, exercise)
        if files and (revision or any(b"TODO" in text for text in files.values())):
            name = git("rev-parse", "--short", candidate) or b""
            return candidate if candidate in _PUBLISHED else name.decode().strip(), files
    if revision:
        raise KataError(f"There is no {shown(exercise.folder)} at {revision!r}.", "Name a branch, a tag or a commit.")
    raise KataError(
        f"No commit holds the stub of {exercise.number}.", "Fetch the project's branches: `git fetch origin`."
    )


def _candidates(exercise: Exercise) -> list[str]:
    published = [name for name in _PUBLISHED if git("rev-parse", "--verify", "--quiet", f"refs/remotes/{name}^0")]
    own = git("log", "--format=%H", "--", exercise.folder.relative_to(HOME).as_posix()) or b""
    return [*published, "HEAD", *own.decode().split()]


def _files_at(revision: str, exercise: Exercise) -> dict[Path, bytes]:
    """The exercise's files at a revision, as a checkout would write them, but its README and its tests."""
    files = files_below(revision, exercise.folder.relative_to(HOME).as_posix())
    found = {exercise.folder / name: text for name, text in files.items()}
    return {path: text for path, text in found.items() if path not in (exercise.readme, exercise.test_file)}
