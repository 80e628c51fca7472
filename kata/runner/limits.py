"""What a test process may use: one processor and so much memory. Linux only; elsewhere nothing happens.

A test and its answer take turns in two threads, and a turn within one processor is faster: exercise 1.4 (38 cases) took
0.43 s instead of 0.60 s.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

EVERY = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()
"""The processors that this process was given."""
MEMORY = 1 << 29
"""Bytes that an answer may take beside what a warm process has."""


def least_used(taken: Iterable[int]) -> int:
    """A processor that fewest of those that run now were put on; -1 where there is no choice."""
    counted = Counter(taken)
    return min(EVERY, key=lambda cpu: counted[cpu], default=-1)


def stay_on(cpu: int) -> None:
    """From here on this process, and what it starts, runs on `cpu`."""
    if cpu in EVERY:
        os.sched_setaffinity(0, {cpu})


def spread() -> None:
    """Undo it: a server that was started by a test is a process of its own."""
    if EVERY:
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


def limit_memory() -> None:
    """From here on this process may take `MEMORY` more; where the system knows no such limit, nothing happens."""
    try:
        import resource
    except ImportError:
        return
    if not hasattr(resource, "RLIMIT_DATA") or not sys.platform.startswith("linux"):
        return
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
    most = pages * resource.getpagesize() + MEMORY
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def unbound() -> Iterator[None]:
    """What is started in this block has every processor and all memory: a tool of ours, not an answer."""
    if not EVERY:
        yield
        return
    import resource

    cpus, (most, hard) = os.sched_getaffinity(0), resource.getrlimit(resource.RLIMIT_DATA)
    spread()
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
        os.sched_setaffinity(0, cpus)
