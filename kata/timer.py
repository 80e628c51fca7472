"""The limit of a test under plain pytest, where no supervisor stands by.

pytest-timeout's own methods do not fit: an answer runs in a thread of its own, which `signal` never reaches, and
`thread` ends the whole run. This timer raises in the answer's thread, or cancels its task: one test fails, the others
go on. What cannot be interrupted (a sleep, C code) ends the run, with file and line.
"""

from __future__ import annotations

import asyncio
import ctypes
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from kata.answer import Place
from kata.watchdog import last_seen

ATTEMPTS = 12
"""How often an answer that is overdue is interrupted, before the run is given up."""
PAUSE = 0.25
"""Seconds between two attempts."""


class OvertimeError(Exception):
    """Raised inside an answer whose time is up."""


@dataclass
class Overdue:
    """A test whose answer did not come: the limit in seconds, and where the answer was."""

    seconds: float
    place: Place | None = None
    told: bool = False
    """Whether a report of the test has said so."""


OVERDUE = pytest.StashKey[Overdue]()


class Timer:
    """Watches one test. `folder` tells where its answer lies, once there is one."""

    def __init__(self, item: pytest.Item, seconds: float, folder: Callable[[], Path | None]) -> None:
        self._item = item
        self._seconds = seconds
        self._folder = folder
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="kata timer", daemon=True)
        self._thread.start()

    def cancel(self) -> None:
        """The test has ended."""
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        if self._over.wait(self._seconds):
            return
        overdue = self._item.stash[OVERDUE] = Overdue(self._seconds)
        for _ in range(ATTEMPTS):
            folder = self._folder()
            found = last_seen(folder) if folder else None
            if found:
                overdue.place = overdue.place or found[0]
                _interrupt(found[1])
            if self._over.wait(PAUSE):
                return
        self._give_up(overdue.place)

    def _give_up(self, place: Place | None) -> None:
        capture = self._item.config.pluginmanager.get_plugin("capturemanager")
        if capture:
            capture.suspend_global_capture(in_=True)
        where = f"\nIt was last seen at {place.path}:{place.line}   {place.source}" if place else ""
        sys.stderr.write(
            f"\n\n{self._item.nodeid} gave no answer within {self._seconds:g} s and cannot be interrupted.{where}\n"
            "The run ends here. Under nox the other tests would go on.\n"
        )
        sys.stderr.flush()
        os._exit(1)


def _interrupt(where: int | asyncio.Task[object]) -> None:
    if isinstance(where, int):
        ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(where), ctypes.py_object(OvertimeError))
    else:
        where.get_loop().call_soon_threadsafe(where.cancel)
