"""Bring nox to a machine that has only Python: an environment of its own, made once. Standard library only."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

TOOLS = ("nox>=2025.5.1", "uv")
USAGE = 2


def run_again(root: Path, argv: Sequence[str]) -> NoReturn:
    """Run `argv` under a Python that has nox, and end as it ends."""
    folder = root / ".nox" / "boot"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    done = folder / "kata-stamp"
    if not done.is_file() or done.read_text(encoding="utf-8") != " ".join(TOOLS) or not python.exists():
        print("Fetching nox and uv into .nox/boot (once) …", file=sys.stderr, flush=True)
        if not _make(folder, python):
            print(
                "nox could not be installed. Is there a network? With one, `python3 -m pip install nox` or `uvx nox` "
                "bring it as well; then run nox in this folder.",
                file=sys.stderr,
            )
            sys.exit(USAGE)
        done.write_text(" ".join(TOOLS), encoding="utf-8")
    # uv is found by its folder: nox looks for it on the path.
    path = os.pathsep.join([str(python.parent), os.environ.get("PATH", "")])
    try:
        sys.exit(subprocess.call([str(python), *argv], env={**os.environ, "PATH": path}))
    except KeyboardInterrupt:
        sys.exit(130)


def _make(folder: Path, python: Path) -> bool:
    """Make the environment: by uv where it is, else by pip from outside, else with a pip of its own."""
    ways = [
        [[sys.executable, "-m", "venv", "--clear", "--without-pip", folder], _pip("--python", python)],
        [[sys.executable, "-m", "venv", "--clear", folder], [python, "-m", "pip", "--quiet", "install", *TOOLS]],
    ]
    if uv := shutil.which("uv"):
        made = [uv, "venv", "--quiet", "--clear", "--python", sys.executable, folder]
        ways.insert(0, [made, [uv, "pip", "install", "--quiet", "--python", python, *TOOLS]])
    return any(all(_runs(step) for step in steps) for steps in ways)


def _pip(*options: object) -> list[object]:
    return [sys.executable, "-m", "pip", *options, "--quiet", "--disable-pip-version-check", "install", *TOOLS]


def _runs(command: Sequence[object]) -> bool:
    done = subprocess.run([str(word) for word in command], stderr=subprocess.PIPE, check=False)
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        print("\n".join(f"  {line}" for line in lines[-2:]), file=sys.stderr)
    return done.returncode == 0
