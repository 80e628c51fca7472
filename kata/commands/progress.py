"""Show all sections: what is green, what is red, and the minutes that are left."""

from __future__ import annotations

import argparse
from contextlib import ExitStack

from kata.cache import Cache, content_of
from kata.catalogue import Catalogue
from kata.commands.section import Rows, add_output, by_section
from kata.readme import facts_of
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import LIMIT
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--fresh", action="store_true", help="run all tests, also those whose verdicts are known")
    add_output(parser)


def run(options: argparse.Namespace) -> int:
    catalogue = Catalogue()
    screen = Screen()
    results = _results(catalogue, screen, options)
    core = [result for result in results if facts_of(result.exercise).core]
    further = [result for result in results if result not in core]
    screen.show("", _sum("core", core))
    if further:
        screen.show(_sum("further", further))
    red = next((result for result in [*core, *further] if not result.green), None)
    number = red.exercise.number if red else ""
    screen.show(f"Next: {number} {red.exercise.title} · nox -s section{number[0]}" if red else "All green.")
    if options.junitxml:
        from kata import junit

        junit.write(options.junitxml, by_section(catalogue.sections, results))
    return 0


def _results(catalogue: Catalogue, screen: Screen, options: argparse.Namespace) -> list[Result]:
    """The result of every exercise: as it is known, else of a run. Under another limit another result may come."""
    cache = Cache() if options.limit == LIMIT else None
    results: list[Result] = []
    with ExitStack() as stack:
        runner: Runner | None = None
        for section in catalogue.sections:
            screen.show(screen.heading(section))
            rows = Rows(screen, section.exercises)
            left = []
            for exercise in section.exercises:
                if cache and not options.fresh and (known := cache.get(exercise)):
                    rows.add(known)
                else:
                    left.append((exercise, content_of(exercise)))
            if left and runner is None:
                runner = stack.enter_context(Runner())
            jobs = [runner.job(exercise, limit=options.limit) for exercise, _ in left] if runner else []
            before = dict(left)
            for _, result, event in runner.run(jobs) if runner else ():
                if event["event"] == "ended":
                    rows.add(result)
                    if cache:
                        cache.put(result, before[result.exercise])
            if apart := screen.apart(rows.results, f"nox -s {section.name} --"):
                screen.show(apart)
            results += rows.results
    return results


def _sum(kind: str, results: list[Result]) -> str:
    done = sum(result.green for result in results)
    left = sum(facts_of(result.exercise).minutes for result in results if not result.green)
    return f"{done} of {len(results)} {kind} exercises done, about {left} minutes left."
