"""Serve your answer with uvicorn, reloaded on every save; /docs shows what it offers."""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys

from kata.catalogue import Catalogue, Exercise, shown
from kata.errors import KataError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercise", metavar="EXERCISE", help="such as 1.3 or ex03")
    parser.add_argument("--app", default="main", metavar="MODULE", help="another module of the exercise with an `app`")
    parser.add_argument("--port", type=int, default=8000, help="default 8000")


def run(options: argparse.Namespace) -> int:
    exercise = Catalogue().exercise(options.exercise)
    if not (exercise.folder / f"{options.app}.py").is_file():
        raise KataError(
            f"{shown(exercise.folder)} has no {options.app}.py to serve.",
            f"Its files come back with `nox -s reset -- {exercise.number}`.",
        )
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", options.port)) == 0:
            raise KataError(
                f"Port {options.port} is taken.", f"Try `nox -s serve -- {exercise.number} --port {options.port + 1}`."
            )
    print(f"{exercise.number} {exercise.title} on http://127.0.0.1:{options.port}/docs · Ctrl-C ends it", flush=True)
    command = serving(exercise, options.port, options.app)
    if os.name == "posix":
        os.execv(command[0], command)  # this process becomes the server: whoever ends the one ends the other
    return subprocess.run(command, check=False).returncode


def serving(exercise: Exercise, port: int, app: str = "main") -> list[str]:
    """The command that serves an answer of `exercise` on `port`, and again after every save."""
    place = str(exercise.folder)
    return [
        sys.executable,
        "-m",
        "uvicorn",
        f"{app}:app",
        "--app-dir",
        place,
        "--reload",
        "--reload-dir",
        place,
        "--port",
        str(port),
    ]
