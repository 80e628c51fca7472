"""Prove exercises: whether their tests are fair, and what is missing until they can be merged."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.text import Text

from kata.catalogue import Catalogue
from kata.commands.section import add_servers, running
from kata.proof import gather
from kata.result import Result
from kata.rules import RULES, judged
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("exercises", nargs="*", metavar="EXERCISE", help="such as 1.3 or ex03; without one, all")
    add_servers(parser)


def run(options: argparse.Namespace) -> int:
    catalogue = Catalogue()
    exercises = [catalogue.exercise(name) for name in options.exercises] or list(catalogue.exercises)
    screen = Screen()
    faults = 0
    results: list[Result] = []
    with running(options, exercises) as runner:
        for exercise in exercises:
            screen.show(Text(f"\n{exercise.number} {exercise.title}\n", style="bold"))
            with tempfile.TemporaryDirectory(prefix="kata-") as scratch:
                evidence = gather(runner, exercise, Path(scratch))
                results.append(evidence.reference)
            for rule in RULES:
                looked = judged(rule, evidence)
                mark = Text("✗", "red") if looked.faults else Text("✓", "green")
                screen.show(Text.assemble("  ", mark, f" {rule.__doc__} ({looked.count})"))
                for fault in looked.faults:
                    screen.show(Text(f"      {fault}"))
                faults += len(looked.faults)
    if apart := screen.apart(results, " ".join(["nox -s check --", *options.exercises])):
        screen.show("", apart)
    words = "It can be merged." if not faults else f"{faults} things to put right first."
    screen.show(f"\n{words if len(exercises) == 1 or faults else 'They can be merged.'}")
    return 1 if faults else 0
