"""Rings when something below a folder changes, and costs nothing until then: inotify, where the system has it.

watchfiles says what has changed, on every system, but it looks for that in steps: short ones cost battery, long ones
patience. With a bell it need not look before there is something to see.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import sys
from pathlib import Path

_WANTED = 0x002 | 0x008 | 0x040 | 0x080 | 0x100 | 0x200 | 0x400
"""IN_MODIFY, IN_CLOSE_WRITE, IN_MOVED_FROM, IN_MOVED_TO, IN_CREATE, IN_DELETE, IN_DELETE_SELF, see inotify(7)."""


class Bell:
    """For one folder and all below it. `OSError` where there is none to be had."""

    def __init__(self, folder: Path) -> None:
        if not sys.platform.startswith("linux"):
            raise OSError("no inotify")
        self._folder = folder
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = int(self._libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK))
        if self._fd < 0:
            raise OSError(ctypes.get_errno(), "inotify")
        self._stopped, self._stop = os.pipe()
        try:
            self._hang()
        except OSError:
            self.close()
            raise

    def _hang(self) -> None:
        """Watch every folder that is there; one that is watched already stays so."""
        for place, below, _ in os.walk(self._folder):
            below[:] = [name for name in below if name != "__pycache__"]
            if self._libc.inotify_add_watch(self._fd, os.fsencode(place), _WANTED) < 0:
                error = ctypes.get_errno()
                if Path(place).is_dir():
                    raise OSError(error, os.strerror(error))

    def wait(self, seconds: float) -> bool:
        """Whether it rang within `seconds`; `stop` ends the waiting."""
        ready, _, _ = select.select([self._fd, self._stopped], [], [], seconds)
        if self._fd not in ready:
            return False
        with contextlib.suppress(BlockingIOError):
            while os.read(self._fd, 1 << 16):
                pass
        self._hang()  # there may be new folders
        return True

    def stop(self) -> None:
        """From any thread: nobody waits any more."""
        os.write(self._stop, b".")

    def close(self) -> None:
        for fd in (self._fd, self._stopped, self._stop):
            os.close(fd)
