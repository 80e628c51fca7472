"""What git remembers of an exercise."""

from __future__ import annotations

import subprocess
from pathlib import Path

from kata.catalogue import ROOT, Exercise, shown
from kata.errors import KataError

_PUBLISHED = ("upstream/starter", "upstream/main", "origin/starter", "origin/main", "origin/HEAD")
"""Where an untouched stub is looked for before the learner's own commits."""


def git(*arguments: str) -> bytes | None:
    """What git answers, or None where it refuses; `KataError` without git."""
    try:
        done = subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, check=False)
    except FileNotFoundError:
        raise KataError("git is not installed.", "Install it: the stubs are read from the history.") from None
    return done.stdout if done.returncode == 0 else None


def stub_of(exercise: Exercise, revision: str | None = None) -> tuple[str, dict[Path, bytes]]:
    """The revision that holds the exercise's stub, and its files there.

    Published branches come first, then the learner's own history, newest first: whichever still has a stub, which is
    told by its TODO. `revision` names one outright.
    """
    if git("rev-parse", "--git-dir") is None:
        raise KataError(
            f"{ROOT} is not a git clone.", "Clone the project with git: the stubs are read from its history."
        )
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
    own = git("log", "--format=%H", "--", exercise.folder.relative_to(ROOT).as_posix()) or b""
    return [*published, "HEAD", *own.decode().split()]


def _files_at(revision: str, exercise: Exercise) -> dict[Path, bytes]:
    """The exercise's files at a revision, as a checkout would write them, but its README and its tests."""
    folder = exercise.folder.relative_to(ROOT).as_posix()
    listed = git("ls-tree", "-r", "-z", "--name-only", revision, "--", f"{folder}/") or b""
    found = {}
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path not in (exercise.readme, exercise.test_file):
            text = git("cat-file", "--filters", f"{revision}:{name}")
            if text is not None:
                found[path] = text
    return found
