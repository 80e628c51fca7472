"""`python -m kata COMMAND`: what the nox sessions call.

Exit code 0 is green, 1 red, 2 a command that could not be done.
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence
from typing import NoReturn

from kata.errors import USAGE, KataError

INTERRUPTED = 130
COMMANDS = (
    "section",
    "watch",
    "solutions",
    "grade",
    "check",
    "compare",
    "hint",
    "reset",
    "progress",
    "serve",
    "flashcards",
    "mock",
    "branches",
    "new",
    "bench",
)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise KataError(f"{self.prog}: {message}.", f"`nox -s {self.prog} -- --help` shows what it takes.")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    """What was asked for, with the command's `run` in it; only that command's module is imported."""
    name = arguments[0] if arguments else ""
    if name not in COMMANDS:
        raise KataError(f"There is no command {name!r}.", f"There are {', '.join(COMMANDS)}.")
    module = importlib.import_module(f"kata.commands.{name}")
    session = arguments[1] if name == "section" and len(arguments) > 1 else name
    parser = _Parser(prog=session, description=module.__doc__, allow_abbrev=False)
    module.add_arguments(parser)
    options, unknown = parser.parse_known_args(arguments[1:])
    if unknown:
        raise KataError(
            f"{session}: unknown option {unknown[0]}.", f"`nox -s {session} -- --help` shows what it takes."
        )
    options.run = module.run
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options = _options(sys.argv[1:] if arguments is None else arguments)
        return int(options.run(options))
    except KataError as error:
        print(error, file=sys.stderr)
        return USAGE
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 1


if __name__ == "__main__":
    sys.exit(main())
