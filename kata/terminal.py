"""A program in a terminal of its own, whose screen can be read: for measuring, for the checks, for the recording.

Only where the system has pseudo-terminals: not on Windows.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 60.0
"""Seconds in which something has to be on the screen."""
_OWN_TERMINAL = (
    "import fcntl,os,sys,termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); os.execvp(sys.argv[1], sys.argv[1:])"
)


class Terminal:
    """A terminal with a program in it."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 100,
        rows: int = 30,
        cwd: Path | None = None,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._fd, program = os.openpty()
        self._set_size(columns, rows)
        inherited = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _OWN_TERMINAL, *command],
            stdin=program,
            stdout=program,
            stderr=program,
            cwd=cwd,
            env={**inherited, "TERM": "xterm-256color", **(env or {})},
            start_new_session=True,
        )
        os.close(program)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._fd)

    @property
    def text(self) -> str:
        """What stands on the screen, line by line."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def resize(self, columns: int, rows: int) -> None:
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)
        os.killpg(self.process.pid, signal.SIGWINCH)

    def press(self, keys: str) -> None:
        """Type something."""
        os.write(self._fd, keys.encode())

    def read(self, seconds: float) -> float:
        """Take in what the program writes, for so long at most; when it came, or 0 where nothing did."""
        came, data = self._raw(seconds)
        self._stream.feed(data)
        return came

    def _raw(self, seconds: float) -> tuple[float, bytes]:
        if not select.select([self._fd], [], [], max(0.0, seconds))[0]:
            return 0.0, b""
        try:
            data = os.read(self._fd, 1 << 16)
        except OSError:  # on Linux, that is how the end is told
            data = b""
        came = time.perf_counter()
        if not data:
            raise EOFError(self.text)
        return came, data

    def watch(self, *conditions: Callable[[str], bool], quiet: float, seconds: float = PATIENCE) -> list[float]:
        """When each condition came true; what comes is looked at only in a pause of `quiet` seconds.

        To understand a screen takes longer than to draw it: meanwhile nothing would be read, and its time not known.
        """
        came: list[float] = []
        deadline = time.perf_counter() + seconds
        while len(came) < len(conditions):
            pieces = []
            while (piece := self._raw(quiet))[0]:
                pieces.append(piece)
            for moment, data in pieces:
                self._stream.feed(data)
                while len(came) < len(conditions) and conditions[len(came)](self.text):
                    came.append(moment)
            if time.perf_counter() > deadline:
                raise TimeoutError(self.text)
        return came

    def until(self, holds: Callable[[str], bool], seconds: float = PATIENCE) -> float:
        """When that came on the screen which makes `holds` true; `TimeoutError` shows what is there instead."""
        came = time.perf_counter()
        deadline = came + seconds
        while not holds(self.text):
            came = self.read(deadline - time.perf_counter()) or came
            if time.perf_counter() > deadline:
                raise TimeoutError(self.text)
        return came

    def shows(self, *words: str, seconds: float = PATIENCE) -> float:
        """Wait until all these words are there, however the lines are broken."""
        return self.until(lambda text: all(word in text or word in " ".join(text.split()) for word in words), seconds)

    def ended(self, seconds: float = PATIENCE) -> int:
        """The program's exit code, once it has ended and all that it wrote has been read."""
        with contextlib.suppress(EOFError):
            deadline = time.perf_counter() + seconds
            while time.perf_counter() < deadline:
                self.read(deadline - time.perf_counter())
        return self.process.wait(max(0.1, deadline - time.perf_counter()))
