"""The learner's answer under uvicorn while the guide runs."""

from __future__ import annotations

import contextlib
import socket
import subprocess

from kata.catalogue import Exercise
from kata.commands.serve import serving
from kata.runner.orphans import end_tree

FIRST, LAST = 8000, 8099
"""The ports that are tried."""


class Served:
    """On or off."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self.url = ""

    def toggle(self, exercise: Exercise) -> str:
        """Serve `exercise`, or stop; what happened, in words."""
        if self._process:
            self.stop()
            return "It is not served any more."
        if not (exercise.folder / "main.py").is_file():
            return f"{exercise.number} has no main.py to serve; its README says how it is run by hand."
        port = _free()
        if port is None:
            return f"None of the ports {FIRST} to {LAST} is free."
        self._process = subprocess.Popen(
            serving(exercise, port),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.url = f"http://127.0.0.1:{port}"
        return f"{exercise.number} is served on {self.url}/docs and reloaded on every save. s stops it."

    def stop(self) -> None:
        if self._process:
            end_tree(self._process.pid)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        self._process, self.url = None, ""


def _free() -> int | None:
    for port in range(FIRST, LAST + 1):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    return None
