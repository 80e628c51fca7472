"""What a test process writes to: the supervisor, and a file in the place of standard output and error."""

from __future__ import annotations

import io
import os
import sys
import threading
from pathlib import Path
from typing import Any

from kata.runner.protocol import encoded


class Channel:
    """The way to the supervisor: a file descriptor that no child of this process keeps."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = threading.Lock()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forsake)

    def send(self, **message: Any) -> None:
        if self._fd < 0:
            os._exit(0)  # a copy of this process, made by the answer: its verdicts are nobody's
        data = encoded(message)
        with self._lock:
            while data:
                data = data[os.write(self._fd, data) :]

    def _forsake(self) -> None:
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


class Output:
    """Standard output and error of the tests, in a file; put right again when an answer has closed them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._start = 0
        self._open()

    def _open(self) -> None:
        fd = os.open(self.path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
        for standard in (1, 2):
            if fd != standard:
                os.dup2(fd, standard)
        if fd > 2:
            os.close(fd)
        for name, number in (("stdout", 1), ("stderr", 2)):
            raw = io.FileIO(number, "wb", closefd=False)
            stream = io.TextIOWrapper(raw, encoding="utf-8", errors="replace", write_through=True)
            setattr(sys, name, stream)
            setattr(sys, f"__{name}__", stream)
        self._streams = (sys.stdout, sys.stderr)

    def mark(self) -> None:
        """A test begins here."""
        self._start = self.path.stat().st_size

    def since_mark(self) -> str:
        with self.path.open("rb") as file:
            file.seek(self._start)
            return file.read(1 << 16).decode("utf-8", "replace")

    def mended(self) -> str:
        """Open what was closed or replaced; which it was, or empty."""
        try:
            same = os.path.samestat(os.fstat(1), os.fstat(2)) and os.path.samestat(os.fstat(1), self.path.stat())
        except OSError:
            same = False
        closed = any(stream.closed for stream in self._streams)
        if same and not closed and (sys.stdout, sys.stderr) == self._streams:
            return ""
        self._open()
        return "standard output or error was closed or replaced"
