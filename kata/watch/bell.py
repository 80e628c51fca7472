"""Rings when something below a folder changes, and costs nothing until then: inotify, where the system has it.

watchfiles says what has changed, on every system, but it looks for that in steps: short ones cost battery, long ones
patience. With a bell it need not look before there is something to see; and the bell knows at once that a file is
complete, where a look at what is there would have to wait whether more comes.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import select
import struct
import sys
from pathlib import Path

_COMPLETE = 0x008 | 0x080
"""IN_CLOSE_WRITE and IN_MOVED_TO, see inotify(7)."""
_WANTED = _COMPLETE | 0x002 | 0x040 | 0x100 | 0x200 | 0x400
"""And IN_MODIFY, IN_MOVED_FROM, IN_CREATE, IN_DELETE, IN_DELETE_SELF."""
_EVENT = struct.Struct("iIII")
"""Which watch, what, a number that does not matter here, and the length of the name that follows."""


class Bell:
    """For one folder and all below it. `OSError` where there is none to be had."""

    def __init__(self, folder: Path) -> None:
        if not sys.platform.startswith("linux"):
            raise OSError("no inotify")
        self._folder = folder
        self._places: dict[int, str] = {}
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
            number = self._libc.inotify_add_watch(self._fd, os.fsencode(place), _WANTED)
            if number < 0:
                error = ctypes.get_errno()
                if Path(place).is_dir():
                    raise OSError(error, os.strerror(error))
            self._places[number] = place

    def wait(self, seconds: float) -> set[Path] | None:
        """None if it has not rung within `seconds`; else the files that are complete now. `stop` ends the waiting."""
        ready, _, _ = select.select([self._fd, self._stopped], [], [], seconds)
        if self._fd not in ready:
            return None
        complete = set()
        known = True
        with contextlib.suppress(BlockingIOError):
            while data := os.read(self._fd, 1 << 16):
                place = 0
                while place < len(data):
                    number, what, _, length = _EVENT.unpack_from(data, place)
                    name = data[place + _EVENT.size :][:length].rstrip(b"\0")
                    place += _EVENT.size + length
                    if what & _COMPLETE and number in self._places:
                        complete.add(Path(self._places[number], os.fsdecode(name)))
                    known = known and not what & 0x40000000  # IN_ISDIR
        if not known:
            self._hang()  # there may be new folders
        return complete

    def stop(self) -> None:
        """From any thread: nobody waits any more."""
        os.write(self._stop, b".")

    def close(self) -> None:
        for fd in (self._fd, self._stopped, self._stop):
            os.close(fd)
