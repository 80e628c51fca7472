"""The guide: the task, the verdict after every save, and a key for everything else."""

from __future__ import annotations

import argparse
import os
import sys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--plain", action="store_true", help="plain lines instead of a full screen")


def run(options: argparse.Namespace) -> int:
    if options.plain or (why := _no_screen()):
        from kata.watch.plain import Plain

        if not options.plain:
            print(f"{why}: this is the plain guide.", flush=True)
        Plain().run()
    else:
        os.environ.setdefault("TEXTUAL_FPS", "500")  # a verdict does not wait for the next picture of a film
        from kata.watch import app

        app.run()
    return 0


def _no_screen() -> str:
    """Why a full screen is not to be had here, or empty."""
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):  # the screen is drawn on the last
        return "There is no terminal"
    term = os.environ.get("TERM", "")
    if os.name == "posix" and term in ("", "dumb", "unknown"):
        return f"TERM is {term}" if term else "TERM is not set"
    return ""
