"""Start Redis and PostgreSQL from what is installed on this machine, for as long as somebody needs them.

Run as `python -m kata.daemons REDIS_URL DATABASE_URL`, this module is their keeper: it prints their addresses as a line
of JSON, and ends them when its standard input is closed, so that they never outlive the tests, however those end.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from kata.catalogue import ROOT
from kata.errors import KataError

START = 30.0
"""Seconds that a server may take until it answers."""
STOP = 5.0
"""Seconds that it may take to end before it is killed."""
LOOK = 0.02
"""Seconds between two looks at whether it answers."""
ATTEMPTS = 3
"""How often a server is started: a port that was free may be taken in the meantime."""
_FOLDERS = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "C:/Program Files/PostgreSQL/*/bin",
)
"""Where PostgreSQL's programs are when they are not on the path."""


@dataclass(frozen=True)
class Daemon:
    """A kind of server: the program that it is, how to install it, and how to start it in a folder on a port."""

    name: str
    program: str
    install: str
    start: Callable[[Path, Path, int, IO[bytes]], subprocess.Popen[bytes]]
    answers: Callable[[Path, int], bool]
    url: str
    """Its address, with a place for the port."""

    def found(self) -> Path | None:
        """The program on this machine; of several versions the newest."""
        if on_path := shutil.which(self.program):
            return Path(on_path)
        suffix = ".exe" if os.name == "nt" else ""
        roots = [(Path(Path(pattern).anchor), pattern[len(Path(pattern).anchor) :]) for pattern in _FOLDERS]
        every = [path for root, rest in roots for path in root.glob(f"{rest}/{self.program}{suffix}")]
        return max(every, key=lambda path: [int(n) for n in re.findall(r"\d+", str(path))], default=None)


def _redis(program: Path, folder: Path, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    settings = ("--bind", "127.0.0.1", "--port", str(port), "--save", "", "--appendonly", "no", "--dir", str(folder))
    return _process([program, *settings], folder, log)


def _redis_answers(_: Path, port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False


def _postgres(program: Path, folder: Path, port: int, log: IO[bytes]) -> subprocess.Popen[bytes]:
    user = _other_user()
    data = folder / "data"
    if not data.exists():
        if user:
            os.chown(folder, *user)
        create = [program.with_name(f"initdb{program.suffix}"), "-D", data, "-U", "kata", "--auth=trust"]
        _process([*create, "--encoding=UTF8", "--no-locale", "--no-sync"], folder, log, user).wait()
    # The data is thrown away: nothing has to survive a power cut.
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
    }
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    return _process([program, "-D", data, "-p", str(port), *options], folder, log, user)


def _postgres_answers(folder: Path, _: int) -> bool:
    """As `pg_ctl` finds out: the eighth line of the file says so."""
    try:
        lines = (folder / "data" / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[7].strip() == "ready"


def _process(
    command: Sequence[object], folder: Path, log: IO[bytes], user: tuple[int, int] | None = None
) -> subprocess.Popen[bytes]:
    """`command` in `folder`, as the user and group given, else as ourselves."""
    other: dict[str, Any] = {"user": user[0], "group": user[1], "extra_groups": []} if user else {}
    words = [str(word) for word in command]
    return subprocess.Popen(
        words, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **other
    )


def _other_user() -> tuple[int, int] | None:
    """The user and group that run PostgreSQL when we are root: it refuses to run as that."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    known = {entry.pw_name: (entry.pw_uid, entry.pw_gid) for entry in pwd.getpwall()}
    return known.get("postgres") or known.get("nobody")


DAEMONS = {
    "REDIS_URL": Daemon(
        "Redis",
        "redis-server",
        "apt install redis-server, brew install redis",
        _redis,
        _redis_answers,
        "redis://127.0.0.1:{port}",
    ),
    "DATABASE_URL": Daemon(
        "PostgreSQL",
        "postgres",
        "apt install postgresql, brew install postgresql@17",
        _postgres,
        _postgres_answers,
        "postgresql+psycopg://kata@127.0.0.1:{port}/postgres",
    ),
}
"""By the variable that holds a server's address."""


def _end(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)  # a fast shutdown, to PostgreSQL
    try:
        process.wait(STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def _running(daemon: Daemon) -> Iterator[str]:
    """The address of a server of that kind, which runs as long as the block."""
    program = daemon.found()
    with tempfile.TemporaryDirectory(prefix="kata-", ignore_cleanup_errors=True) as name, ExitStack() as stack:
        folder = Path(name)
        log = stack.enter_context((folder / "server.log").open("w+b"))
        for _ in range(ATTEMPTS if program else 0):
            assert program
            port = _free_port()
            process = daemon.start(program, folder, port, log)
            stack.callback(_end, process)
            deadline = time.monotonic() + START
            while process.poll() is None and time.monotonic() < deadline:
                if daemon.answers(folder, port):
                    yield daemon.url.format(port=port)
                    return
                time.sleep(LOOK)
        log.seek(0)
        said = log.read().decode("utf-8", "replace").strip().splitlines()[-1:] or ["it did not say why"]
        raise KataError(f"{daemon.name} ({program}) does not start: {said[0]}.", "Mend it, or set its address.")


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@contextmanager
def started(variables: Sequence[str]) -> Iterator[dict[str, str]]:
    """The addresses of new servers, by their variables; `KataError` where one does not start."""
    keeper = subprocess.Popen(
        [sys.executable, "-m", "kata.daemons", *variables],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the command, which ends the keeper
    )
    assert keeper.stdin and keeper.stdout
    try:
        said: dict[str, Any] = json.loads(keeper.stdout.readline() or "{}")
        if "urls" not in said:
            raise KataError(*said.get("trouble", ("The servers do not start.", "Set their addresses.")))
        yield dict(said["urls"])
    finally:
        keeper.stdin.close()
        keeper.wait()
        keeper.stdout.close()


def main(variables: Sequence[str]) -> None:
    """Keep servers until standard input is closed."""

    def end(*_: object) -> None:
        raise SystemExit(1)

    signal.signal(signal.SIGTERM, end)
    with ExitStack() as stack:
        try:
            urls = {variable: stack.enter_context(_running(DAEMONS[variable])) for variable in variables}
        except KataError as error:
            print(json.dumps({"trouble": [error.message, error.remedy]}), flush=True)
            return
        print(json.dumps({"urls": urls}), flush=True)
        sys.stdin.buffer.read()


if __name__ == "__main__":
    main(sys.argv[1:])
