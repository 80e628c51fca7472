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
        from kata.watch import app

        app.run()
    return 0


def _no_screen() -> str:
    """Why a full screen is not to be had here, or empty."""
    if not sys.stdout.isatty() or not sys.stdin.isatty():
        return "There is no terminal"
    if os.environ.get("TERM") in ("dumb", "unknown"):
        return f"TERM is {os.environ['TERM']}"
    return ""
