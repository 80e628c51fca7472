"""An answer, or an app that its exercise gives, under uvicorn: a process of its own, a free port.

Run as `python -m kata.serving FOLDER APP`, this module is that process: it prints the port once the app has started,
and ends when its standard input is closed, so that it never outlives the tests, however they end.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kata.answer import AnswerError, load_app
from kata.catalogue import ROOT
from kata.fresh import modules_of
from kata.nursery import Newborn, Nursery
from kata.servers import ADDRESSES

ANSWER = "main:app"
"""What the app of every answer is called."""
START = 20.0
"""Seconds that an app may take to start serving."""
MOMENT, STILL, SETTLE = 0.05, 3, 20
"""Seconds between two looks at what a server writes, how many in a row must find nothing new, how many there are."""
STOP = 3.0
"""Seconds that it may take to shut down before it is killed."""


class StartError(AnswerError):
    """The app `name` did not start; `said` is all that it wrote."""

    def __init__(self, name: str, said: str) -> None:
        last = said.strip().splitlines()[-1:] or ["it wrote nothing"]
        super().__init__(f"{name} does not start under uvicorn", last[0])
        self.said = said


_nurseries: list[Nursery] = []


@contextmanager
def nursery() -> Iterator[None]:
    """Within the block servers are forked from this process as it is now; nothing happens where there is no fork."""
    if not hasattr(os, "fork"):
        yield
        return
    opened = Nursery()
    _nurseries.append(opened)
    try:
        yield
    finally:
        _nurseries.remove(opened)
        opened.close()


class _Spawned:
    """A server in a fresh Python."""

    def __init__(self, folder: Path, app: str, env: Mapping[str, str], log: IO[bytes]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kata.serving", str(folder), app],
            cwd=ROOT,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
        )
        assert self._process.stdin and self._process.stdout
        self.stdin, self.stdout = self._process.stdin, self._process.stdout

    def kill(self) -> None:
        self._process.kill()

    def wait(self, seconds: float) -> bool:
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def _launched(folder: Path, app: str, env: Mapping[str, str], log: IO[bytes]) -> Newborn | _Spawned:
    """A server that will print its port; forked, unless `env` holds what only a fresh Python reads."""
    own = {name: value for name, value in os.environ.items() if name not in ADDRESSES}
    whole = {**own, **env, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    if _nurseries and not any(name.startswith("PYTHON") for name in env):
        return _nurseries[-1].launch(folder, app, whole, log)
    return _Spawned(folder, app, whole, log)


class Server:
    """A running server: its `url`, and what it has written so far."""

    def __init__(self, port: int, log: IO[bytes]) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._log = log

    def output(self) -> str:
        """All that it wrote; what it says of a failure comes a moment after the answer."""
        written, still = b"", 0
        for _ in range(SETTLE):
            before = written
            self._log.seek(0)
            written = self._log.read()
            still = still + 1 if written == before else 0
            if still == STILL:
                break
            time.sleep(MOMENT)
        return written.decode("utf-8", "replace")


@contextmanager
def serve(folder: Path, env: Mapping[str, str], app: str = ANSWER) -> Iterator[Server]:
    """`app` of `folder` on a free port; `StartError` with its last words when it does not start."""
    with tempfile.TemporaryFile() as log:
        process = _launched(folder, app, env, log)
        stopwatch = threading.Timer(START, process.kill)
        stopwatch.start()
        try:
            line = process.stdout.readline()
            stopwatch.cancel()
            if not line.strip().isdigit():
                process.kill()
                process.wait(STOP)
                log.seek(0)
                raise StartError("the app" if app == ANSWER else app, log.read().decode("utf-8", "replace"))
            yield Server(int(line), log)
        finally:
            stopwatch.cancel()
            if app != ANSWER:
                process.kill()  # nobody asks how it shuts down, and it would wait for requests that nobody waits for
            process.stdin.close()
            if not process.wait(STOP):
                process.kill()
                process.wait(STOP)
            process.stdout.close()


def main(folder: Path, app: str) -> None:
    """Serve `app` of `folder` until standard input is closed."""
    import uvicorn

    from kata.runner.limits import spread

    spread()
    port_line = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # what the answer prints belongs to the log, not before the port
    # Named TCP outright: only then asyncio sends without delay, and an answer of two writes takes 2 ms instead of 44.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    class Announced(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                print(listener.getsockname()[1], file=port_line, flush=True)

    with modules_of(folder):
        loaded = load_app(folder) if app == ANSWER else app  # uvicorn imports what is named by a string
        server = Announced(uvicorn.Config(loaded, log_level="warning", timeout_graceful_shutdown=1))

        def end_with_parent() -> None:
            while os.read(0, 1 << 10):
                pass
            server.should_exit = True

        threading.Thread(target=end_with_parent, daemon=True).start()
        server.run(sockets=[listener])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
