"""Find the reference answer to an exercise: in the folder `solutions/`, or in the branch of that name."""

from __future__ import annotations

from dataclasses import dataclass

from kata.catalogue import HOME, Exercise, shown
from kata.errors import KataError
from kata.git import files_below, git

_REFS = ("refs/heads/solutions", "refs/remotes/origin/solutions", "refs/remotes/upstream/solutions")
"""Full names: `solutions` alone is also the name of a folder."""
FETCH = "git fetch --depth 1 origin +refs/heads/solutions:refs/remotes/origin/solutions"
"""What brings the branch into any clone, a shallow one or one of a single branch too."""


@dataclass(frozen=True)
class Reference:
    """The files of a reference answer by their path in the exercise's folder.

    `where` says where they were read, for people; `age` how the clone's exercise differs from the one they answer, in a
    sentence, or is empty.
    """

    files: dict[str, str]
    where: str
    age: str = ""


def reference_of(exercise: Exercise) -> Reference:
    """The reference answer to `exercise`; a `KataError` that says how to get one where there is none."""
    folder = HOME / "solutions" / exercise.key
    if folder.is_dir():
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
        files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
        return Reference(files, f"{shown(folder)}/")
    if (HOME / "solutions").is_dir():
        raise KataError(f"{shown(folder)} is missing.", f"There is no reference answer to {exercise.number} here.")
    for ref in _REFS:
        if git("rev-parse", "--verify", "--quiet", f"{ref}^0") is not None:
            return _at(ref, exercise)
    raise KataError("The branch with the reference answers is not in this clone.", f"Fetch it: {FETCH}")


def _at(ref: str, exercise: Exercise) -> Reference:
    branch = ref.removeprefix("refs/heads/").removeprefix("refs/remotes/")
    found = files_below(ref, _folder(exercise))
    if not found:
        raise KataError(f"The branch {branch} does not have {exercise.number}.", f"Fetch it again: {FETCH}")
    own = (exercise.readme.name, exercise.test_file.name)
    files = {name: text.decode() for name, text in found.items() if name not in own}
    return Reference(files, f"the branch {branch}", _age(ref, branch, exercise))


def _folder(exercise: Exercise) -> str:
    return exercise.folder.relative_to(HOME).as_posix()


def _age(ref: str, branch: str, exercise: Exercise) -> str:
    """How old the clone's tests are beside those that the branch's answer was written for; empty where they are equal.

    Older and newer are told by the history: whichever side once had what the other has now is newer.
    """
    path = f"{_folder(exercise)}/{exercise.test_file.name}"
    theirs = _blob(ref, path)
    mine = (git("hash-object", "--", path) or b"").decode().strip()
    if mine == theirs:
        return ""
    if mine in _blobs(ref, path):
        return f"Your clone's {exercise.number} is older than this answer: `git pull` brings the newer tests."
    if theirs in _blobs("HEAD", path):
        return f"Your clone's {exercise.number} is newer than this answer. Fetch the branch again: {FETCH}"
    return f"The tests of {exercise.number} in your clone are not those that this answer was written for."


def _blob(revision: str, path: str) -> str:
    return (git("rev-parse", "--verify", "--quiet", f"{revision}:{path}") or b"").decode().strip()


def _blobs(revision: str, path: str) -> set[str]:
    """Every version of a file in a history."""
    commits = (git("log", "--format=%H", revision, "--", path) or b"").decode().split()
    return {_blob(commit, path) for commit in commits}
