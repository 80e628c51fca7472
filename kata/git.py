"""Asking git, in the project's folder."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from kata.catalogue import HOME
from kata.errors import KataError


def _done(
    arguments: tuple[str, ...], root: Path, data: bytes, env: Mapping[str, str]
) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            # What is asked here is nobody's commit or checkout: the user's hooks have no part in it.
            ["git", "-c", f"core.hooksPath={os.devnull}", *arguments],
            cwd=root,
            input=data,
            env={**os.environ, **env},
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise KataError("git is not installed.", "Install it; the project is a git repository.") from None


def git(*arguments: str, root: Path = HOME) -> bytes | None:
    """What git answers, or None where it refuses; `KataError` without git."""
    done = _done(arguments, root, b"", {})
    return done.stdout if done.returncode == 0 else None


def must(*arguments: str, root: Path = HOME, data: bytes = b"", env: Mapping[str, str] | None = None) -> bytes:
    """What git answers to `arguments` with `data` as its input; `KataError` with its words where it refuses."""
    done = _done(arguments, root, data, env or {})
    if done.returncode:
        words = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["it did not say why"]
        raise KataError(f"git {arguments[0]}: {words[-1].removeprefix('fatal: ')}.", f"It was asked in {root}.")
    return done.stdout


def require_clone(root: Path = HOME) -> None:
    """`KataError` where `root` is no git repository."""
    if git("rev-parse", "--git-dir", root=root) is None:
        raise KataError(f"{root} is not a git clone.", "Clone the project with git.")


def files_below(revision: str, folder: str, root: Path = HOME) -> dict[str, bytes]:
    """The files below `folder` at `revision` by their path from `folder`, as a checkout would write them."""
    listed = git("ls-tree", "-r", "-z", "--name-only", revision, "--", f"{folder}/", root=root) or b""
    found = {}
    for name in filter(None, listed.decode().split("\0")):
        text = git("cat-file", "--filters", f"{revision}:{name}", root=root)
        if text is not None:
            found[name.removeprefix(f"{folder}/")] = text
    return found
