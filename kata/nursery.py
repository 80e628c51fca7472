"""Servers by fork: a process that was forked while all was warm and single-threaded forks them when it is asked.

A fresh Python takes half a second to import FastAPI and uvicorn; a fork has them. Where there is no fork, or no nursery
was opened, `kata.serving` starts a fresh Python instead.
"""

from __future__ import annotations

import array
import json
import logging
import os
import random
import signal
import socket
import sys
import time
import traceback
from collections.abc import Mapping
from pathlib import Path
from typing import IO, NoReturn

_MOMENT = 0.005
"""Seconds between two looks at whether a server has ended."""


class Newborn:
    """A server that the nursery has forked; what `kata.serving` needs of a `subprocess.Popen`."""

    def __init__(self, pid: int, stdin: IO[bytes], stdout: IO[bytes]) -> None:
        self.pid = pid
        self.stdin = stdin
        self.stdout = stdout

    def kill(self) -> None:
        """End it at once."""
        if self._lives():
            os.kill(self.pid, signal.SIGKILL)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after `seconds` at most."""
        deadline = time.monotonic() + seconds
        while self._lives():
            if time.monotonic() > deadline:
                return False
            time.sleep(_MOMENT)
        return True

    def _lives(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True


class Nursery:
    """Opened before this process has threads; it ends with this process, and its servers end with their callers."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            ours.close()
            _nurse(theirs)
        theirs.close()
        self._ours = ours

    def launch(self, folder: Path, app: str, env: Mapping[str, str], log: IO[bytes]) -> Newborn:
        """`app` of `folder` served with exactly the environment `env`; what it writes goes to `log`."""
        reading, stdin = os.pipe()
        stdout, writing = os.pipe()
        message = json.dumps({"folder": str(folder), "app": app, "env": dict(env)}).encode() + b"\n"
        handed = array.array("i", [reading, writing, log.fileno()])
        sent = self._ours.sendmsg([message], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, handed)])
        self._ours.sendall(message[sent:])
        pid = int(self._ours.recv(32))
        os.close(reading)
        os.close(writing)
        return Newborn(pid, os.fdopen(stdin, "wb"), os.fdopen(stdout, "rb"))

    def close(self) -> None:
        """End it, and wait until it is gone."""
        self._ours.close()
        os.waitpid(self.pid, 0)


def _nurse(channel: socket.socket) -> NoReturn:
    """In the nursery: fork a server for each line that comes, until no more can come. Never returns."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system takes note of its ends
        while True:
            message, handed = b"", array.array("i")
            while not message.endswith(b"\n"):
                data, ancillary, _, _ = channel.recvmsg(1 << 16, socket.CMSG_SPACE(3 * handed.itemsize))
                if not data:
                    os._exit(0)
                message += data
                for _, _, fds in ancillary:
                    handed.frombytes(fds)
            pid = os.fork()
            if pid == 0:
                channel.close()
                _serve(json.loads(message), handed)
            for fd in handed:
                os.close(fd)
            channel.sendall(str(pid).encode())
    finally:
        os._exit(0)


def _serve(order: dict[str, str | dict[str, str]], handed: array.array[int]) -> NoReturn:
    """In the server: become what a fresh `python -m kata.serving FOLDER APP` would be. Never returns."""
    code = 1
    try:
        for standard, fd in enumerate(handed):
            os.dup2(fd, standard)
            os.close(fd)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        env, folder, app = order["env"], order["folder"], order["app"]
        assert isinstance(env, dict)
        assert isinstance(folder, str)
        assert isinstance(app, str)
        os.environ.clear()
        os.environ.update(env)
        time.tzset()
        random.seed()
        logging.getLogger().handlers.clear()  # pytest's, which nobody would read
        from kata.serving import main

        main(Path(folder), app)
        code = 0
    except SystemExit as error:
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
