"""Processes by fork: the child of a warm process finds everything imported."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from kata.catalogue import Exercise
from kata.contract import prepare
from kata.errors import KataError
from kata.readme import read
from kata.runner.child import run
from kata.runner.limits import least_used, limit_memory, stay_on
from kata.runner.orphans import adopt_orphans, end_children, end_tree, end_with_parent
from kata.runner.pipes import Channel
from kata.runner.process import News, Worker
from kata.runner.protocol import Job
from kata.runner.ready import Ahead, Content, content_of
from kata.runner.warm import warm_up, warm_up_for

MOST_FILES = 4096
"""No file descriptor of the supervisor is higher."""


class Forked:
    """A fork of this process."""

    def __init__(self, pid: int, family: dict[int, Forked], cpu: int, content: Content | None) -> None:
        self.pid = pid
        self.cpu = cpu
        self.content = content
        self.status: int | None = None
        self._family = family

    def left_behind(self) -> list[str]:
        # The orphans of a worker that lives are its own children: what comes to us was left by one that has died.
        names = end_children(spared=self._family)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(
                self.pid, signal.SIGKILL
            )  # where orphans do not come to us, the group is all that is left of them
            names = names or ["a process"]
        return names

    def end(self) -> None:
        if self.status is None:
            end_tree(self.pid)
            with contextlib.suppress(ChildProcessError):
                self.status = os.waitpid(self.pid, 0)[1]
        self._family.pop(self.pid, None)
        self.left_behind()

    def code(self) -> str:
        status = self.status or 0
        if os.WIFSIGNALED(status):
            return f"by the signal {signal.Signals(os.WTERMSIG(status)).name}"
        return f"with exit code {os.WEXITSTATUS(status)}"


class Forking:
    """Forks warm children. Single-threaded, as a process that forks must be."""

    def __init__(self) -> None:
        adopt_orphans()
        warm_up()
        self._ahead = Ahead()
        self._selector = selectors.DefaultSelector()
        self._workers: dict[int, Forked] = {}
        self._pipes: dict[int, Forked] = {}
        woken, self._wake = os.pipe()
        for fd in (woken, self._wake):
            os.set_blocking(fd, False)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._selector.register(woken, selectors.EVENT_READ, None)
        self._selector.register(0, selectors.EVENT_READ, "command")

    def launch(self, job: Job, wanted: list[str] | None, scratch: Path) -> Forked:
        with contextlib.suppress(KataError):  # the child finds it parsed; what is wrong with it is told there
            read(Exercise(job.folder))
        warm_up_for(job.folder, *([Path(job.answers) / Exercise(job.folder).key] if job.answers else []))
        with contextlib.suppress(Exception):  # likewise; only an exercise with a document has anything to prepare
            prepare(job.folder)
        content = content_of(Exercise(job.folder))
        session = self._ahead.session(content)
        reading, writing = os.pipe()
        cpu = least_used(worker.cpu for worker in self._workers.values())
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            stay_on(cpu)
            self._child(job, wanted, scratch, writing, session)
        os.close(writing)
        os.set_blocking(reading, False)
        worker = Forked(pid, self._workers, cpu, content)
        self._workers[pid], self._pipes[reading] = worker, worker
        self._selector.register(reading, selectors.EVENT_READ, worker)
        return worker

    def _child(
        self, job: Job, wanted: list[str] | None, scratch: Path, writing: int, session: pytest.Session
    ) -> NoReturn:
        """In the child; never returns, whatever happens."""
        try:
            end_with_parent()
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            # Nothing that the supervisor reads or writes is left to the answer.
            os.closerange(3, writing)
            os.closerange(writing + 1, MOST_FILES)
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            limit_memory()
            run(job, wanted, Channel(writing), scratch, session, forks=True)
        finally:
            os._exit(0)

    def collected(self, worker: Worker) -> None:
        assert isinstance(worker, Forked)
        self._ahead.proven(worker.content)

    def get_ready(self, folder: Path) -> None:
        self._ahead.collect(Exercise(folder))

    def wait(self, seconds: float | None) -> list[News]:
        news: list[News] = []
        for key, _ in self._selector.select(seconds):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    os.read(key.fd, 4096)
            elif key.data == "command":
                news.append((key.data, os.read(0, 1 << 16) or None))
                if news[-1][1] is None:
                    self._selector.unregister(0)
            else:
                news += self._drain(key.fd)
        self._reap()
        for fd, worker in list(self._pipes.items()):
            if worker.status is not None:  # its end is news only after all that it has said
                news += [*self._drain(fd), (worker, None)]
                self._forget(fd)
        return news

    def _reap(self) -> None:
        """Take note of every child that has ended: a worker, or an orphan that came to us."""
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                if pid in self._workers:
                    self._workers[pid].status = status

    def _drain(self, fd: int) -> list[News]:
        news: list[News] = []
        with contextlib.suppress(BlockingIOError):
            while data := os.read(fd, 1 << 16):
                news.append((self._pipes[fd], data))
        if not news:
            with contextlib.suppress(KeyError):
                self._selector.unregister(fd)  # at its end: the process follows
        return news

    def _forget(self, fd: int) -> None:
        with contextlib.suppress(KeyError):
            self._selector.unregister(fd)
        worker = self._pipes.pop(fd)
        self._workers.pop(worker.pid, None)
        os.close(fd)

    def close(self) -> None:
        for fd, worker in list(self._pipes.items()):
            worker.end()
            self._forget(fd)
