"""Show all sections: what is green, what is red, and the minutes that are left."""

from __future__ import annotations

import argparse

from kata import junit
from kata.catalogue import Catalogue
from kata.commands.section import add_output, by_section, follow
from kata.readme import read
from kata.result import Result
from kata.runner.client import Runner
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    catalogue = Catalogue()
    screen = Screen()
    results: list[Result] = []
    with Runner() as runner:
        for section in catalogue.sections:
            screen.show(screen.heading(section))
            results += follow(screen, runner, section.exercises, limit=options.limit)
    core = [result for result in results if read(result.exercise).core]
    further = [result for result in results if result not in core]
    screen.show("", _sum("core", core))
    if further:
        screen.show(_sum("further", further))
    red = next((result for result in [*core, *further] if not result.green), None)
    number = red.exercise.number if red else ""
    screen.show(f"Next: {number} {red.exercise.title} · nox -s section{number[0]}" if red else "All green.")
    if options.junitxml:
        junit.write(options.junitxml, by_section(catalogue.sections, results))
    return 0


def _sum(kind: str, results: list[Result]) -> str:
    done = sum(result.green for result in results)
    left = sum(read(result.exercise).minutes for result in results if not result.green)
    return f"{done} of {len(results)} {kind} exercises done, about {left} minutes left."
