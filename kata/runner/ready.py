"""pytest made ready before it is needed: half of what a test process does until its first test.

A session is started without an exercise, and may then collect the tests of one; a fork of it has only to run them.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import pytest_timeout
from _pytest.config import _prepareconfig

from kata.catalogue import ROOT, Exercise
from kata.lean import LEAN
from kata.servers import URLS

MOST = 3.0
"""Seconds that tests may take to be collected ahead; most take a hundredth of one."""
_ARGUMENTS = (*LEAN, "-s", "-o", "timeout=0")


def started() -> pytest.Session:
    """A session that has its settings and plugins, and no test yet."""
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    place = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    config = _prepareconfig([*place, *_ARGUMENTS], plugins=[pytest_timeout])
    session = pytest.Session.from_config(config)
    config._do_configure()
    config.hook.pytest_sessionstart(session=session)
    log: Any = config.pluginmanager.get_plugin("logging-plugin")
    log.log_file_handler.close()  # a test process keeps no open file
    return session


def collect(session: pytest.Session, exercise: Exercise) -> None:
    """Find all tests of `exercise`, those that need a server too; errors are the session's, or a `UsageError`."""
    config = session.config
    config.args, config.args_source = [str(exercise.test_file)], pytest.Config.ArgsSource.ARGS
    config.option.with_servers = True  # which of them are run, each run says
    config.stash[URLS] = {}
    config.hook.pytest_collection(session=session)


Content = tuple[Path, bytes, bytes]
"""What collecting the tests depends on: an exercise's folder, its tests and its README."""


def content_of(exercise: Exercise) -> Content | None:
    """None where a part of it cannot be read."""
    try:
        return exercise.folder, exercise.test_file.read_bytes(), exercise.readme.read_bytes()
    except OSError:
        return None


@dataclass
class _Collected:
    content: Content
    session: pytest.Session


class Ahead:
    """The session with the tests of one exercise, for a process that forks.

    To collect tests is to run their file, and a file that is being written may do anything. So it is done here only
    for a content that another process has collected before.
    """

    def __init__(self) -> None:
        self._bare = started()
        self._proven: Content | None = None
        self._collected: _Collected | None = None

    def proven(self, content: Content | None) -> None:
        """The tests of this content have been collected elsewhere, and nothing bad came of it."""
        self._proven = content

    def session(self, content: Content | None) -> pytest.Session:
        """The session to fork for this content: with its tests, if they were collected, else without any."""
        if self._collected and self._collected.content == content:
            return self._collected.session
        if self._collected and content and self._collected.content[0] == content[0]:
            self._forget()  # they have changed since
        return self._bare

    def collect(self, exercise: Exercise) -> None:
        """Collect the tests of `exercise`, unless that is done or its content is not proven."""
        content = content_of(exercise)
        if content is None or content != self._proven or (self._collected and self._collected.content == content):
            return
        self._forget()
        session = started()
        self._collected = _Collected(content, session)
        # Whatever it is, the next test process says so. What came into the file just now may even have no end.
        with contextlib.suppress(Exception, SystemExit), _for_at_most(MOST):
            collect(session, exercise)
        if not session.items or content_of(exercise) != content:
            self._forget()  # they were written in this moment

    def _forget(self) -> None:
        if self._collected is None:
            return
        tests = str(Exercise(self._collected.content[0]).test_file)
        for name in [name for name, module in sys.modules.items() if getattr(module, "__file__", None) == tests]:
            del sys.modules[name]
        self._collected.session.config._ensure_unconfigure()
        self._collected = None


@contextlib.contextmanager
def _for_at_most(seconds: float) -> Iterator[None]:
    """`TimeoutError` in the block where it takes longer; for the main thread of a system with signals."""

    def over(*_: object) -> None:
        raise TimeoutError

    handler = signal.signal(signal.SIGALRM, over)
    timer = signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, *timer)
        signal.signal(signal.SIGALRM, handler)
