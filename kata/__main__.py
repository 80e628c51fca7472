"""`python -m kata COMMAND`: what the nox sessions call.

Exit code 0 is green, 1 red, 2 a command that could not be done.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from typing import NoReturn

from kata.errors import USAGE, KataError

INTERRUPTED = 130


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        command = self.prog.split()[-1]
        raise KataError(f"{command}: {message}.", f"`nox -s {command} -- --help` shows what it takes.")


def _parser() -> argparse.ArgumentParser:
    from kata.commands import bench, check, compare, hint, progress, reset, section, serve, solutions

    parser = _Parser(prog="kata", allow_abbrev=False)
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    for module in (section, solutions, check, compare, hint, reset, progress, serve, bench):
        name = module.__name__.rpartition(".")[2]
        prog = name if module is not section else "section1"
        sub = commands.add_parser(name, prog=prog, description=module.__doc__, allow_abbrev=False)
        module.add_arguments(sub)
        sub.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        options, unknown = _parser().parse_known_args(arguments)
        if unknown:
            session = getattr(options, "section", options.command)
            raise KataError(
                f"{session}: unknown option {unknown[0]}.", f"`nox -s {session} -- --help` shows what it takes."
            )
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
