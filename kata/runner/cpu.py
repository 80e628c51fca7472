"""Keep a test on one processor: the test and its answer take turns in two threads, and a turn within one is faster.

Measured on exercise 1.4 (38 cases): 0.43 s instead of 0.60 s. Linux only; elsewhere nothing happens.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable

EVERY = frozenset(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else frozenset()
"""The processors that this process was given."""


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
