"""Open the learner's editor at a line."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kata.catalogue import HOME

_GOTO = {"code", "code-insiders", "codium", "cursor", "windsurf"}
"""Those that take `-g path:line`, in a window of their own."""
_COLON = {"subl", "zed", "hx", "helix", "micro"}
"""Those that take `path:line`."""
_WINDOWS = _GOTO | {"subl", "zed", "gvim", "gedit", "kate", "notepad", "mate"}
"""Those that do not need the terminal."""


@dataclass(frozen=True)
class Opening:
    """How to open the editor: the command, and whether it needs the terminal; or why there is none, in words."""

    command: tuple[str, ...] = ()
    terminal: bool = False
    trouble: str = ""


def opening(place: str, env: Mapping[str, str] = os.environ) -> Opening:
    """The command that opens `place`, a `path:line`, in the editor of VISUAL or EDITOR, else in VS Code."""
    path, _, line = place.rpartition(":")
    file = str(HOME / path)
    named = env.get("VISUAL") or env.get("EDITOR") or ("code" if shutil.which("code") else "")
    try:
        words = shlex.split(named, posix=os.name != "nt")
    except ValueError:
        words = []
    if not words:
        return Opening(trouble=f"Set EDITOR to your editor, or open it yourself: {place}")
    if shutil.which(words[0]) is None:
        return Opening(trouble=f"EDITOR is {named!r}, which is not to be found. Open it yourself: {place}")
    kind = Path(words[0]).stem
    if kind in _GOTO:
        return Opening((*words, "-g", f"{file}:{line}"))
    if kind in _COLON:
        return Opening((*words, f"{file}:{line}"), terminal=kind not in _WINDOWS)
    return Opening((*words, f"+{line}", file) if kind != "notepad" else (*words, file), terminal=kind not in _WINDOWS)


def start(opening: Opening) -> None:
    """Open an editor that has a window of its own."""
    subprocess.Popen(opening.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)


def edit(opening: Opening) -> None:
    """Give the terminal to an editor until it ends. A Ctrl-C in there reaches us as well, and is not meant for us."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        subprocess.run(opening.command, check=False)
    finally:
        signal.signal(signal.SIGINT, before)
