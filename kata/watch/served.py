"""The learner's answer under uvicorn while the guide runs."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys

from kata.catalogue import ROOT, Exercise
from kata.commands.serve import serving

FIRST, LAST = 8000, 8099
"""The ports that are tried."""


class Served:
    """On or off. A keeper stands between us and the server, and ends it when we end, however that comes."""

    def __init__(self) -> None:
        self._keeper: subprocess.Popen[bytes] | None = None
        self._url = ""

    @property
    def url(self) -> str:
        """Where it is served, or empty."""
        return self._url if self._keeper and self._keeper.poll() is None else ""

    def toggle(self, exercise: Exercise) -> str:
        """Serve `exercise`, or stop; what happened, in words."""
        if self.url:
            self.stop()
            return "It is not served any more."
        if not (exercise.folder / "main.py").is_file():
            return f"{exercise.number} has no main.py to serve; its README says how it is run by hand."
        port = _free()
        if port is None:
            return f"None of the ports {FIRST} to {LAST} is free."
        self.stop()
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "kata.watch.keeper", *serving(exercise, port)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._url = f"http://127.0.0.1:{port}"
        return f"{exercise.number} is served on {self._url}/docs and reloaded on every save. s stops it."

    def stop(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper and keeper.stdin:
            keeper.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                keeper.wait(5)


def _free() -> int | None:
    for port in range(FIRST, LAST + 1):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return None
