"""Run every test on the reference answers: all must be green."""

from __future__ import annotations

import argparse

from kata import junit
from kata.catalogue import HOME, Catalogue
from kata.commands.section import add_output, add_servers, by_section, follow, running
from kata.errors import KataError
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="only these; default: all")
    add_output(parser)
    add_servers(parser)


def run(options: argparse.Namespace) -> int:
    catalogue = Catalogue()
    tree = HOME / "solutions"
    if not tree.is_dir():
        raise KataError("There is no folder solutions/.", "This branch comes without it; the branch solutions has it.")
    exercises = [catalogue.exercise(name) for name in options.exercises] or list(catalogue.exercises)
    for exercise in exercises:
        if not (tree / exercise.key).is_dir():
            raise KataError(
                f"solutions/{exercise.key} is missing.", f"Write the reference answer of {exercise.number}."
            )
    screen = Screen()
    with running(options, exercises) as runner:
        results = []
        for section in catalogue.sections:
            wanted = [exercise for exercise in exercises if exercise in section.exercises]
            if wanted:
                screen.show(screen.heading(section))
                results += follow(screen, runner, wanted, answers=tree, limit=options.limit)
    for result in results:
        if not result.green:
            screen.show(screen.details(result, verbose=options.verbose))
    tests = sum(len(result.tests) for result in results)
    passed = sum(result.passed for result in results)
    noun = "exercise" if len(results) == 1 else "exercises"
    screen.show(f"\n{passed} of {tests} tests pass on the reference answers of {len(results)} {noun}.")
    if apart := screen.apart(results, "nox -s solutions --"):
        screen.show(apart)
    if options.junitxml:
        junit.write(options.junitxml, by_section(catalogue.sections, results))
    return 0 if tests and all(result.green for result in results) else 1
