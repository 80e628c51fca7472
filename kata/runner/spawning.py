"""Processes by a fresh start, for systems that cannot fork: one spare stands ready, warm, ahead of the work."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from kata.catalogue import ROOT
from kata.runner.limits import least_used
from kata.runner.orphans import adopt_orphans, end_children, end_tree
from kata.runner.process import News
from kata.runner.protocol import Job, Message, encoded


class Spawned:
    """A process of `python -m kata.runner.child`."""

    def __init__(self, inbox: queue.SimpleQueue[News], family: set[int], *folders: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "kata.runner.child", *map(str, folders)],
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
        worker = self._spare
        self._spare = Spawned(self._inbox, self._family, job.folder)  # the next one most likely needs the same
        worker.cpu = least_used(busy.cpu for busy in self._busy)
        self._busy.append(worker)
        worker.work(job, wanted, scratch)
        return worker

    def collected(self, worker: object) -> None:
        """Every process is new, and has to collect them by itself."""

    def get_ready(self, folder: Path) -> None:
        """The spare process is ready for any exercise."""

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
