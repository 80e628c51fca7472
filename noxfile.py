#!/usr/bin/env python3
# /// script
# dependencies = ["nox>=2025.5.1"]
# ///
"""The commands of the project. On a bare machine: `python3 noxfile.py -s section1`; where nox is: `nox -s section1`."""

from __future__ import annotations

import difflib
import hashlib
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT))

try:
    import nox
except ModuleNotFoundError:
    if __name__ != "__main__":
        raise
    from kata.boot import run_again

    run_again(ROOT, sys.argv)

from kata.catalogue import Catalogue, Section  # noqa: E402  # after nox is there
from kata.errors import USAGE, KataError  # noqa: E402

nox.needs_version = ">=2025.5.1"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.sessions = []  # plain `nox` lists what there is


class _Quiet(logging.Filter):
    """Keeps nox's account of its own steps off the learner's screen; what goes wrong stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        told = " aborted: " in record.getMessage()  # by the command itself, in better words
        return record.levelno >= logging.ERROR and not told


logging.getLogger("nox").addFilter(_Quiet())


def prepare(session: nox.Session, group: str) -> None:
    """Install a dependency group into the session's environment, once: a stamp in there remembers which."""
    files = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
    wanted = hashlib.sha256(b"\0".join([group.encode(), *(file.read_bytes() for file in files)])).hexdigest()
    stamp = Path(session.virtualenv.location) / "kata-stamp"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(f"Installing what {session.name} needs (once) …", flush=True)
    requirements = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), group)
    arguments = ["--constraint", "constraints.txt", *requirements]
    try:
        # uv compiles nothing by itself, and an uncompiled environment is slow where bytecode is not written.
        session.install(*(["--compile-bytecode"] if session.venv_backend == "uv" else []), *arguments)
    except nox.command.CommandFailed:
        if session.venv_backend != "uv" or not _installed_by_pip(session, arguments):
            missing = ", ".join(sorted(requirements))
            print(f"{session.name} needs these packages, and they could not be fetched: {missing}.", file=sys.stderr)
            print("Is there a network? Run the command again when there is one.", file=sys.stderr)
            raise SystemExit(USAGE) from None
    stamp.write_text(wanted, encoding="ascii")


def _installed_by_pip(session: nox.Session, arguments: list[str]) -> bool:
    """Try again with pip, which knows proxies and certificates from its settings where uv does not."""
    print("uv could not install it; trying pip …", file=sys.stderr, flush=True)
    python = str(_python(session))
    for pip in (sys.executable, getattr(sys, "_base_executable", sys.executable)):
        command = [pip, "-m", "pip", "--python", python, "--quiet", "install", *arguments]
        if subprocess.run(command, cwd=ROOT, check=False).returncode == 0:
            return True
    return False


def _python(session: nox.Session) -> Path:
    return Path(session.bin) / ("python.exe" if os.name == "nt" else "python")


def run(session: nox.Session, *command: str) -> None:
    """Run `python` with a command and the session's own arguments, and end as it ends: 0 green, 1 red, 2 not done."""
    try:
        code = subprocess.run([_python(session), *command, *session.posargs], cwd=ROOT, check=False).returncode
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    if code == 1:
        session.error("red")
    if code:
        raise SystemExit(code)


def kata(session: nox.Session, group: str, *command: str) -> None:
    """Run a command of the package `kata` in an environment with the packages of `group`."""
    prepare(session, group)
    run(session, "-m", "kata", *command)


def _section(section: Section) -> None:
    """Make the session of one section: its title is its help, its group what it installs."""

    def run_section(session: nox.Session) -> None:
        kata(session, section.name, "section", section.name)

    run_section.__doc__ = section.title
    nox.session(name=section.name)(run_section)


def _end(error: KataError) -> NoReturn:
    print(error, file=sys.stderr)
    sys.exit(USAGE)


try:
    for _each in Catalogue().sections:
        _section(_each)
except KataError as _error:
    _end(_error)


@nox.session
def hint(session: nox.Session) -> None:
    """The next hint of an exercise: nox -s hint -- 1.3"""
    kata(session, "guide", "hint")


@nox.session
def compare(session: nox.Session) -> None:
    """Your answer beside the reference, once it is green: nox -s compare -- 1.3"""
    kata(session, "sections", "compare")


@nox.session
def reset(session: nox.Session) -> None:
    """The stub again; your file is kept in a backup first: nox -s reset -- 1.3"""
    kata(session, "guide", "reset")


@nox.session
def progress(session: nox.Session) -> None:
    """All sections: what is green, what is red, the minutes left"""
    kata(session, "sections", "progress")


@nox.session
def serve(session: nox.Session) -> None:
    """Your answer under uvicorn, reloaded on save, with /docs: nox -s serve -- 1.3"""
    kata(session, "sections", "serve")


@nox.session
def flashcards(session: nox.Session) -> None:
    """The interview questions, one at a time; --anki writes a deck: nox -s flashcards -- 3"""
    kata(session, "flashcards", "flashcards")


@nox.session
def solutions(session: nox.Session) -> None:
    """Every test on the reference answers: all green"""
    kata(session, "sections", "solutions")


@nox.session
def check(session: nox.Session) -> None:
    """For contributors: prove one exercise: nox -s check -- 1.3"""
    kata(session, "checks", "check")


@nox.session
def checks(session: nox.Session) -> None:
    """The project's own tests: every exercise is fair, and the machinery works"""
    prepare(session, "checks")
    run(session, "-m", "pytest", "checks", "--numprocesses=2", "--dist=loadfile", "--quiet")


@nox.session
def bench(session: nox.Session) -> None:
    """How long you wait for a verdict, as ratios to plain runs on this machine"""
    kata(session, "bench", "bench", "--nox", sys.executable)


@nox.session
def lint(session: nox.Session) -> None:
    """ruff and mypy"""
    prepare(session, "lint")
    run(session, "-m", "ruff", "check", ".")
    run(session, "-m", "ruff", "format", "--check", ".")
    run(session, "-m", "mypy")


def _unknown_sessions(argv: list[str]) -> None:
    """A session that does not exist ends with a line that names the nearest, before nox says less."""
    if "-s" not in argv and "--session" not in argv and "--sessions" not in argv:
        return
    option = next(place for place, word in enumerate(argv) if word in ("-s", "--session", "--sessions"))
    known = set(nox.registry.get())
    for name in argv[option + 1 :]:
        if name.startswith("-"):
            return
        if name not in known:
            close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
            nearest = f"The nearest is {close[0]}; " if close else ""
            raise KataError(f"There is no session {name!r}.", f"{nearest}`nox -l` lists them all.")


try:
    _unknown_sessions(sys.argv[1:])
except KataError as _error:
    _end(_error)

if __name__ == "__main__":
    sys.argv[1:1] = ["--noxfile", str(ROOT / "noxfile.py")]
    nox.main()
