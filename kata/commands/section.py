"""Run the tests of a section on your answers."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kata.catalogue import Catalogue, Exercise, Section
from kata.errors import KataError
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import LIMIT
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("section", help=argparse.SUPPRESS)
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="only these, such as 1.3 or ex03")
    add_output(parser)
    add_servers(parser)


def add_servers(parser: argparse.ArgumentParser) -> None:
    """The option of every command that can run the tests that need a server."""
    parser.add_argument("--with-servers", action="store_true", help="also run the tests that need Redis or PostgreSQL")


@contextmanager
def running(options: argparse.Namespace, exercises: Iterable[Exercise]) -> Iterator[Runner]:
    """A runner, and, where they are asked for, the servers that the tests of `exercises` need."""
    from kata.servers import addresses, needed  # it brings pytest with it, and not every command runs anything

    with ExitStack() as stack:
        servers = stack.enter_context(addresses(needed(exercises))) if options.with_servers else None
        yield stack.enter_context(Runner(servers=servers))


def add_output(parser: argparse.ArgumentParser) -> None:
    """The options of every command that runs tests."""
    parser.add_argument("-v", "--verbose", action="store_true", help="show every red test in full")
    parser.add_argument("--junitxml", type=Path, metavar="FILE", help="also write all verdicts to FILE as JUnit XML")
    parser.add_argument(
        "--limit", type=float, default=LIMIT, metavar="SECONDS", help="end an answer that takes longer (default 5)"
    )


def run(options: argparse.Namespace) -> int:
    catalogue = Catalogue()
    section = catalogue.section(options.section)
    exercises = tuple(catalogue.exercise(name) for name in options.exercises) or section.exercises
    for exercise in exercises:
        if exercise not in section.exercises:
            raise KataError(
                f"{exercise.number} is not in {section.name}.",
                f"Run it with `nox -s section{exercise.number.partition('.')[0]} -- {exercise.number}`.",
            )
    screen = Screen()
    screen.show(screen.heading(section))
    with running(options, exercises) as runner:
        results = follow(screen, runner, exercises, limit=options.limit)
    following = next((each for each in catalogue.sections if each.number > section.number), None)
    screen.show(screen.section(section, results, verbose=options.verbose, following=following))
    if options.junitxml:
        from kata import junit

        junit.write(options.junitxml, [(section, results)])
    return 0 if all(result.green for result in results) else 1


def follow(
    screen: Screen,
    runner: Runner,
    exercises: Sequence[Exercise],
    *,
    answers: Path | None = None,
    limit: float = LIMIT,
) -> list[Result]:
    """Run the exercises' tests and show a row for each as soon as it and those before it have ended."""
    rows = Rows(screen, exercises)
    for _, result, event in runner.run([runner.job(exercise, answers=answers, limit=limit) for exercise in exercises]):
        if event["event"] == "ended":
            rows.add(result)
    return rows.results


class Rows:
    """A row for each of some exercises, shown in their order, however the results come in."""

    def __init__(self, screen: Screen, exercises: Sequence[Exercise]) -> None:
        self.results: list[Result] = []
        self._screen = screen
        self._exercises = exercises
        self._width = max((len(exercise.title) for exercise in exercises), default=0)
        self._ended: dict[Exercise, Result] = {}

    def add(self, result: Result) -> None:
        self._ended[result.exercise] = result
        while len(self.results) < len(self._exercises):
            if (following := self._ended.get(self._exercises[len(self.results)])) is None:
                return
            self._screen.show(self._screen.row(following, self._width))
            self.results.append(following)


def by_section(sections: Iterable[Section], results: Iterable[Result]) -> list[tuple[Section, list[Result]]]:
    """Results under the sections that they belong to."""
    every = list(results)
    return [(section, [result for result in every if result.exercise in section.exercises]) for section in sections]
