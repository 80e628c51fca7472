"""Build the branches `starter` and `solutions` from HEAD: for maintainers, before a push."""

from __future__ import annotations

import argparse
from pathlib import Path

from kata.branches import BRANCHES, Built, build, exported, refuse_checked_out, source
from kata.catalogue import Catalogue
from kata.errors import KataError
from kata.git import git
from kata.runner.client import Runner
from kata.screen import Screen


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """It takes none: what is built is always HEAD, and only when it is sound."""


def run(options: argparse.Namespace) -> int:
    refuse_checked_out()
    commit = source()
    screen = Screen()
    if git("status", "--porcelain"):
        screen.show("What is not committed is not built: the branches are made from HEAD.")
    screen.show(f"Proving {commit[:7]}: stubs red, solutions green …")
    with exported(commit) as tree:
        count = _prove(tree)
    screen.show(f"{count} exercises are sound.", "")
    for name in BRANCHES:
        screen.line(_told(build(name, commit)))
    screen.line(f"\nPublish them: git push origin {' '.join(BRANCHES)}")
    return 0


def _prove(tree: Path) -> int:
    """Look that every stub of `tree` is red and every solution green; `KataError` names those that are not."""
    exercises = Catalogue(tree / "exercises").exercises
    answers = tree / "solutions"
    missing = [exercise.number for exercise in exercises if not (answers / exercise.key).is_dir()]
    if missing or not exercises:
        raise KataError(f"No solution is there of {', '.join(missing) or 'anything'}.", "Write it, and commit it.")
    faults = []
    with Runner() as runner:
        stubs = [runner.job(exercise) for exercise in exercises]
        references = [runner.job(exercise, answers=answers) for exercise in exercises]
        for job, result, event in runner.run([*stubs, *references]):
            if event["event"] != "ended":
                continue
            if job.answers is None and result.green:
                faults.append(f"the stub of {result.exercise.number} is green")
            if job.answers is not None and not result.green:
                faults.append(f"the solution of {result.exercise.number} is red")
    if faults:
        faults.sort()
        raise KataError(f"Nothing was built: {'; '.join(faults)}.", "Put it right, and commit.")
    return len(exercises)


def _told(built: Built) -> str:
    state = built.commit[:7] if built.changed else f"{built.commit[:7]}, as it was"
    return f"{built.name:<9}  {built.files} files  {state}"
