#!/usr/bin/env python3
# /// script
# dependencies = ["nox>=2025.5.1"]
# ///
"""The commands of the project. On a bare machine: `python3 noxfile.py -s section1`; where nox is: `nox -s section1`."""

from __future__ import annotations

import contextlib
import difflib
import hashlib
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
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

from kata.catalogue import HOME, Catalogue, Exercise, Section, shown  # noqa: E402  # after nox is there
from kata.errors import USAGE, KataError  # noqa: E402
from kata.newman import place  # noqa: E402

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

RESOLUTION = os.environ.get("KATA_RESOLUTION")
VERSIONS = ["--upgrade", "--resolution", RESOLUTION] if RESOLUTION else ["--constraint", "constraints.txt"]
"""The pinned versions; CI also asks for the lowest that pyproject.toml allows, and for the highest that there are."""


def prepare(session: nox.Session, group: str) -> None:
    """Install a dependency group into the session's environment, once: a stamp in there remembers which."""
    files = (ROOT / "pyproject.toml", ROOT / "constraints.txt")
    asked = [word.encode() for word in (group, *VERSIONS)]
    wanted = hashlib.sha256(b"\0".join([*asked, *(file.read_bytes() for file in files)])).hexdigest()
    stamp = Path(session.virtualenv.location) / "kata-stamp"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return
    print(f"Installing what {session.name} needs (once) …", flush=True)
    _fetch(session, group)
    stamp.write_text(wanted, encoding="ascii")


def _fetch(session: nox.Session, group: str, *options: str) -> None:
    """Install the packages of a dependency group, and end in words where that cannot be done."""
    requirements = nox.project.dependency_groups(nox.project.load_toml("pyproject.toml"), group)
    arguments = [*options, *VERSIONS, *requirements]
    try:
        # uv compiles nothing by itself, and an uncompiled environment is slow where bytecode is not written.
        session.install(*(["--compile-bytecode"] if session.venv_backend == "uv" else []), *arguments)
    except nox.command.CommandFailed:
        if session.venv_backend != "uv" or not _installed_by_pip(session, arguments):
            missing = ", ".join(sorted(set(requirements)))
            print(f"{session.name} needs these packages, and they could not be fetched: {missing}.", file=sys.stderr)
            print("Is there a network? Run the command again when there is one.", file=sys.stderr)
            raise SystemExit(USAGE) from None


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


def bring_newman(session: nox.Session, tests: Sequence[Exercise]) -> None:
    """Install newman, once for all sessions, if it plays one of these tests: of those that are named, else of all."""
    named = [exercise for exercise in _named(session) if exercise in tests]
    if not place.needed(named or tests) or place.find(Path(session.virtualenv.location)):
        return
    try:
        if place.node_here() is None:
            print(f"Node.js is missing, or old: fetching it into {shown(place.WHEEL)}, 205 MB (once) …", flush=True)
            _fetch(session, "node", "--target", str(place.WHEEL))
        print(f"Installing newman, Postman's runner, into {shown(place.HOME)}, 66 MB (once) …", flush=True)
        place.install()
    except KataError as error:
        _end(error)


def _named(session: nox.Session) -> Iterator[Exercise]:
    """The exercises that the session's own arguments name, by themselves or by their section."""
    for argument in session.posargs:
        with contextlib.suppress(KataError):
            yield Catalogue().exercise(argument)
        with contextlib.suppress(KataError):
            yield from Catalogue().section(argument).exercises


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


def kata(session: nox.Session, group: str, *command: str, tests: Sequence[Exercise] = ()) -> None:
    """Run a command of the package `kata` in an environment with the packages of `group`; it may run these tests."""
    prepare(session, group)
    bring_newman(session, tests)
    run(session, "-m", "kata", *command)


_GROUPS = nox.project.load_toml(ROOT / "pyproject.toml")["dependency-groups"]


def _section(section: Section) -> None:
    """Make the session of one section: its title is its help, its group what it installs; `sections` for other sets."""
    group = section.name if HOME == ROOT and section.name in _GROUPS else "sections"

    def run_section(session: nox.Session) -> None:
        kata(session, group, "section", section.name, tests=section.exercises)

    run_section.__doc__ = section.title
    nox.session(name=section.name)(run_section)


def _end(error: KataError) -> NoReturn:
    print(error, file=sys.stderr)
    sys.exit(USAGE)


try:
    if HOME == ROOT or (HOME / "exercises").is_dir():  # a set of one's own begins with `new`
        for _each in Catalogue().sections:
            _section(_each)
except KataError as _error:
    _end(_error)


@nox.session
def watch(session: nox.Session) -> None:
    """The guide: the task, and the verdict after every save, on a full screen"""
    kata(session, "watch", "watch")  # without newman, 4.3 says that section4 installs it


@nox.session
def hint(session: nox.Session) -> None:
    """The next hint of an exercise: nox -s hint -- 1.3"""
    kata(session, "guide", "hint")


@nox.session
def compare(session: nox.Session) -> None:
    """Your answer beside the reference, once it is green: nox -s compare -- 1.3"""
    kata(session, "sections", "compare", tests=Catalogue().exercises)


@nox.session
def reset(session: nox.Session) -> None:
    """The stub again; your file is kept in a backup first: nox -s reset -- 1.3"""
    kata(session, "guide", "reset")


@nox.session
def progress(session: nox.Session) -> None:
    """All sections: what is green, what is red, the minutes left"""
    kata(session, "sections", "progress")  # likewise


@nox.session
def serve(session: nox.Session) -> None:
    """Your answer under uvicorn, reloaded on save, with /docs: nox -s serve -- 1.3"""
    kata(session, "sections", "serve")


@nox.session
def flashcards(session: nox.Session) -> None:
    """The interview questions, one at a time; --anki writes a deck: nox -s flashcards -- 3"""
    kata(session, "flashcards", "flashcards")


@nox.session
def mock(session: nox.Session) -> None:
    """The mock interview: 21 minutes for one API, the tests at each save; --restart, --end"""
    kata(session, "watch", "mock")


@nox.session
def solutions(session: nox.Session) -> None:
    """Every test on the reference answers: all green"""
    kata(session, "sections", "solutions", tests=Catalogue().exercises)


@nox.session
def grade(session: nox.Session) -> None:
    """For teachers: points for a student's answers, by your own tests: nox -s grade -- ../anna 1.3"""
    kata(session, "sections", "grade", tests=Catalogue().exercises)


@nox.session
def check(session: nox.Session) -> None:
    """For contributors: prove one exercise: nox -s check -- 1.3"""
    kata(session, "checks", "check", tests=Catalogue().exercises)


@nox.session
def checks(session: nox.Session) -> None:
    """The project's own tests: every exercise is fair, and the machinery works"""
    prepare(session, "checks")
    bring_newman(session, Catalogue().exercises)
    # Three also where there are two cores: one of them mostly waits, for a browser, a server, a limit.
    run(session, "-m", "pytest", "checks", "--numprocesses=3", "--dist=loadfile", "--quiet")


@nox.session
def new(session: nox.Session) -> None:
    """For contributors: the files of a new exercise: nox -s new -- 3 token_refresh"""
    kata(session, "guide", "new")


@nox.session
def branches(session: nox.Session) -> None:
    """For maintainers: build the branches starter and solutions from HEAD"""
    kata(session, "sections", "branches", tests=Catalogue().exercises)


@nox.session
def bench(session: nox.Session) -> None:
    """How long you wait for a verdict, as ratios to plain runs on this machine"""
    kata(session, "bench", "bench", "--nox", sys.executable)


@nox.session
def lint(session: nox.Session) -> None:
    """ruff, mypy, and zizmor on the workflows"""
    prepare(session, "lint")
    run(session, "-m", "ruff", "check", ".")
    run(session, "-m", "ruff", "format", "--check", ".")
    run(session, "-m", "mypy")
    session.run("zizmor", "--offline", "--quiet", "--persona=pedantic", ".github", "docs/grading.yml")


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
