"""The two ways to a process that runs tests, and the one way to end it with all that it has started.

POSIX systems fork a warm process: the child finds everything imported. Elsewhere, and where `KATA_RUNNER=spawn` asks
for it, a spare process is started ahead and waits, warm, for its work.
"""

from __future__ import annotations

import contextlib
import os
import queue
import selectors
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import NoReturn, Protocol

from kata.catalogue import ROOT, Exercise
from kata.errors import KataError
from kata.readme import read
from kata.runner.cpu import least_used, stay_on
from kata.runner.orphans import adopt_orphans, end_children, end_tree
from kata.runner.protocol import Job, Message, encoded

Source = object
"""Who a piece of news came from: a process, or the standard input."""
News = tuple[Source, bytes | None]
"""Bytes from a source, or None for its end."""


class Worker(Protocol):
    """A process that runs the tests of one job."""

    pid: int

    def end(self) -> None:
        """End it, and every process that came from it; returns when they are gone."""

    def left_behind(self) -> list[str]:
        """End the processes that it has started and not ended; returns their names."""

    def code(self) -> str:
        """How it ended, in words."""


class Launcher(Protocol):
    """Starts workers, and hears from them and from the command."""

    def launch(self, job: Job, wanted: list[str] | None, scratch: Path) -> Worker: ...

    def wait(self, seconds: float | None) -> list[News]:
        """What has come in, after `seconds` at most; None waits for ever."""

    def close(self) -> None: ...


def launcher() -> Launcher:
    """The way that this system has."""
    if hasattr(os, "fork") and os.environ.get("KATA_RUNNER") != "spawn":
        return Forking()
    return Spawning()


class Forked:
    """A fork of this process."""

    def __init__(self, pid: int, family: dict[int, Forked], cpu: int) -> None:
        self.pid = pid
        self.cpu = cpu
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
        from kata.runner.warm import warm_up

        adopt_orphans()
        warm_up()
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
        reading, writing = os.pipe()
        cpu = least_used(worker.cpu for worker in self._workers.values())
        sys.stdout.flush()
        pid = os.fork()
        if pid == 0:
            stay_on(cpu)
            self._child(job, wanted, scratch, reading, writing)
        os.close(writing)
        os.set_blocking(reading, False)
        worker = Forked(pid, self._workers, cpu)
        self._workers[pid], self._pipes[reading] = worker, worker
        self._selector.register(reading, selectors.EVENT_READ, worker)
        return worker

    def _child(self, job: Job, wanted: list[str] | None, scratch: Path, reading: int, writing: int) -> NoReturn:
        """In the child; never returns, whatever happens."""
        try:
            os.setpgid(0, 0)
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._selector.close()
            for fd in (reading, *self._pipes):
                os.close(fd)
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
            from kata.runner.child import Channel, limit_memory, run

            limit_memory()
            run(job, wanted, Channel(writing), scratch)
        finally:
            os._exit(0)

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


class Spawned:
    """A process of `python -m kata.runner.child`."""

    def __init__(self, inbox: queue.SimpleQueue[News], family: set[int]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kata.runner.child"],
            cwd=ROOT,
            env={**os.environ, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        )
        self.pid = self._process.pid
        self.cpu = -1
        self._inbox = inbox
        self._family = family
        family.add(self.pid)
        threading.Thread(target=self._read, daemon=True).start()

    def work(self, job: Job, wanted: list[str] | None, scratch: Path) -> None:
        from dataclasses import asdict

        message: Message = {"job": asdict(job), "wanted": wanted, "scratch": str(scratch), "cpu": self.cpu}
        assert self._process.stdin
        with contextlib.suppress(OSError):  # it has gone: its end is news
            self._process.stdin.write(encoded(message))
            self._process.stdin.close()

    def _read(self) -> None:
        """Pass on what it says, then its end, which is asked for apart: a stray copy may hold the pipe open."""
        assert self._process.stdout
        reader = threading.Thread(target=self._pass_on, daemon=True)
        reader.start()
        self._process.wait()
        reader.join(0.5)
        self._inbox.put((self, None))

    def _pass_on(self) -> None:
        assert self._process.stdout
        with contextlib.suppress(ValueError, OSError):
            for line in self._process.stdout:
                self._inbox.put((self, line))

    def left_behind(self) -> list[str]:
        return end_children(spared=self._family)

    def end(self) -> None:
        end_tree(self.pid)
        self._process.kill()
        self._process.wait()
        self._family.discard(self.pid)
        self.left_behind()

    def code(self) -> str:
        code = self._process.returncode or 0
        if code < 0:
            return f"by the signal {signal.Signals(-code).name}"
        return f"with exit code {code}"


class Spawning:
    """Keeps one warm spare process ahead of the work."""

    def __init__(self) -> None:
        adopt_orphans()
        self._inbox: queue.SimpleQueue[News] = queue.SimpleQueue()
        self._family: set[int] = set()
        self._spare = Spawned(self._inbox, self._family)
        self._busy: list[Spawned] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while data := os.read(0, 1 << 16):
            self._inbox.put(("command", data))
        self._inbox.put(("command", None))

    def launch(self, job: Job, wanted: list[str] | None, scratch: Path) -> Spawned:
        worker, self._spare = self._spare, Spawned(self._inbox, self._family)
        worker.cpu = least_used(busy.cpu for busy in self._busy)
        self._busy.append(worker)
        worker.work(job, wanted, scratch)
        return worker

    def wait(self, seconds: float | None) -> list[News]:
        try:
            first = self._inbox.get(timeout=seconds)
        except queue.Empty:
            return []
        news = [first]
        with contextlib.suppress(queue.Empty):
            while True:
                news.append(self._inbox.get_nowait())
        for source, data in news:
            if data is None and isinstance(source, Spawned) and source in self._busy:
                self._busy.remove(source)
                self._family.discard(source.pid)
        return news

    def close(self) -> None:
        for worker in (*self._busy, self._spare):
            worker.end()
