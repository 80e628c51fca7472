"""Find and end the processes that an answer has started, wherever they have gone."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Collection
from pathlib import Path

import psutil

WAIT = 2.0
"""Seconds that killed processes may take to be gone."""


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent has gone, so that none is lost (Linux only)."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER, see prctl(2)


def end_with_parent() -> None:
    """Be killed when the process that forked this one is gone, however it ended (Linux only)."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG, see prctl(2)


def end_children(spared: Collection[int] = ()) -> list[str]:
    """End the children of this process, but those `spared`, with all theirs; returns the names of the living."""
    names = []
    doomed = []
    for child in psutil.Process().children():
        if child.pid in spared:
            continue
        for process in (child, *_descendants(child)):
            with contextlib.suppress(psutil.Error):
                if process.status() != psutil.STATUS_ZOMBIE:
                    names.append(process.name())
                doomed.append(process)
    _kill(doomed)
    return names


def end_tree(pid: int) -> None:
    """End a process and all its descendants."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(pid)
        process.suspend()  # so that it starts no more while they are counted
        _kill([*_descendants(process), process])


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def _kill(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(processes, timeout=WAIT)


def has_children() -> bool:
    """Whether this process has children, as fast as the system can say it."""
    if sys.platform.startswith("linux"):
        with contextlib.suppress(OSError):
            return any((task / "children").read_bytes() for task in Path("/proc/self/task").iterdir())
    return bool(psutil.Process().children())
