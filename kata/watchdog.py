"""Find the line of an answer that is running now, or on which it waits."""

from __future__ import annotations

import asyncio
import linecache
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

from kata.answer import Place


def last_seen(folder: Path) -> tuple[Place, int | asyncio.Task[Any]] | None:
    """The place in the answer's own files, and the thread (its ident) or the task that is there.

    None when the answer is not running.
    """
    frames = {ident: frame for ident, frame in sys._current_frames().items() if ident != threading.get_ident()}
    for ident, frame in frames.items():
        if place := _innermost(_outward(frame), folder):
            return place, ident
    for task in _tasks(frames.values()):
        if place := _innermost(reversed(list(_inward(task.get_coro()))), folder):
            return place, task
    return None


def _innermost(frames: Iterator[FrameType], folder: Path) -> Place | None:
    for frame in frames:
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(folder) and not path.name.startswith("test_"):
            return Place(path, frame.f_lineno, linecache.getline(str(path), frame.f_lineno).strip())
    return None


def _outward(frame: FrameType | None) -> Iterator[FrameType]:
    while frame is not None:
        yield frame
        frame = frame.f_back


def _inward(awaited: Any) -> Iterator[FrameType]:
    """The frames of a suspended coroutine, the outermost first."""
    while awaited is not None:
        for prefix in ("cr", "ag", "gi"):
            frame = getattr(awaited, f"{prefix}_frame", None)
            if frame is not None:
                yield frame
                awaited = getattr(awaited, "gi_yieldfrom" if prefix == "gi" else f"{prefix}_await")
                break
        else:
            return


def _tasks(frames: Any) -> Iterator[asyncio.Task[Any]]:
    """The tasks of every event loop that a thread is running."""
    for frame in frames:
        for outer in _outward(frame):
            loop = outer.f_locals.get("self") if outer.f_code.co_name == "run_forever" else None
            if isinstance(loop, asyncio.AbstractEventLoop):
                yield from asyncio.all_tasks(loop)
