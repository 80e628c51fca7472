"""Run every known answer of an exercise against its tests, once: the evidence by which `kata.rules` judge it."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kata.catalogue import HOME, Exercise, shown
from kata.errors import KataError
from kata.mistakes import Mistake, mistakes_of, write_answer
from kata.reach import changed, reached
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import Job

ORDERS = ("reverse", "shuffle:1")


@dataclass(frozen=True)
class Tree:
    """Where the answers of a project lie."""

    solutions: Path = HOME / "solutions"
    accepted: Path = HOME / "checks" / "accepted"
    rejected: Path = HOME / "checks" / "rejected"


@dataclass
class Evidence:
    """What came of every known answer to one exercise."""

    exercise: Exercise
    reference_folder: Path
    stub: Result
    reference: Result
    accepted: dict[str, Result] = field(default_factory=dict)
    rejected: dict[str, tuple[Mistake, Result]] = field(default_factory=dict)
    orders: dict[str, Result] = field(default_factory=dict)
    alone: dict[str, Result] = field(default_factory=dict)

    @property
    def functions(self) -> frozenset[str]:
        """The names of the test functions."""
        return frozenset(test.partition("[")[0] for test in self.reference.tests)


def accepted_of(exercise: Exercise, accepted: Path) -> dict[str, Path]:
    """The accepted answers by name: a file that stands for main.py, or a folder."""
    folder = accepted / exercise.key
    paths = sorted(folder.iterdir()) if folder.is_dir() else []
    return {path.stem: path for path in paths if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")}


def gather(
    runner: Runner, exercise: Exercise, scratch: Path, tree: Tree | None = None, *, brief: bool = False
) -> Evidence:
    """Run every known answer to `exercise`; `KataError` where a part of it is not there or not of its form.

    Every test is run against every mistake. With `brief`, those that it names are, and of the other functions one case
    each, in turn, if it can tell the mistake from the reference and starts no process; and no test that starts one is
    run alone: where it leans on one other test, the order `reverse` or the file's has it run before that.
    """
    tree = tree or Tree()
    reference = tree.solutions / exercise.key
    if not reference.is_dir():
        raise KataError(f"{shown(reference)} is missing.", f"Write the reference answer of {exercise.number} there.")
    mistakes = {mistake.name: mistake for mistake in mistakes_of(exercise, tree.rejected)}
    trees = {
        f"accepted {name}": laid(path, exercise, scratch / "accepted" / name)
        for name, path in accepted_of(exercise, tree.accepted).items()
    }
    for name, mistake in mistakes.items():
        write_answer(mistake, reference, scratch / "rejected" / name / exercise.key)
        trees[f"rejected {name}"] = scratch / "rejected" / name
    known = {"stub": runner.job(exercise), "reference": runner.job(exercise, answers=tree.solutions, trace=True)}
    first = _ran(runner, known)
    jobs = {
        name: runner.job(exercise, answers=answers, brief=name.startswith("rejected"))
        for name, answers in trees.items()
    }
    if brief:
        for turn, (name, mistake) in enumerate(mistakes.items()):
            tests = _reached(first["reference"], reference, trees[f"rejected {name}"] / exercise.key)
            asked = _in_brief(first["reference"].tests, mistake.caught_by, tests, turn)
            jobs[f"rejected {name}"] = replace(jobs[f"rejected {name}"], tests=asked)
    # A mistake must be caught where there is no server.
    jobs = {name: replace(job, servers=None) if job.brief else job for name, job in jobs.items()}
    jobs |= {f"order {order}": runner.job(exercise, answers=tree.solutions, order=order) for order in ORDERS}
    for function, cases in _by_function(first["reference"].called if brief else first["reference"].tests).items():
        jobs[f"alone {function}"] = runner.job(exercise, answers=tree.solutions, tests=cases)
    results = _ran(runner, jobs)

    def of(kind: str) -> Iterator[tuple[str, Result]]:
        return ((name.removeprefix(f"{kind} "), r) for name, r in results.items() if name.startswith(f"{kind} "))

    return Evidence(
        exercise,
        reference,
        first["stub"],
        first["reference"],
        accepted=dict(of("accepted")),
        rejected={name: (mistakes[name], result) for name, result in of("rejected")},
        orders=dict(of("order")),
        alone=dict(of("alone")),
    )


def _reached(result: Result, reference: Path, mistaken: Path) -> list[str]:
    """The tests that can tell `mistaken` from the reference, which has this `result`; none that starts a process."""
    functions = changed(reference, mistaken)
    return list(result.called) if functions is None else reached(result.called, functions)


def _in_brief(tests: Iterable[str], named: frozenset[str], others: Iterable[str], turn: int) -> tuple[str, ...]:
    """All cases of the functions in `named`, and of each function in `others` the case whose turn it is."""
    all_cases = [test for function, cases in _by_function(tests).items() if function in named for test in cases]
    in_turn = [cases[turn % len(cases)] for function, cases in _by_function(others).items() if function not in named]
    return (*all_cases, *in_turn)


def _by_function(tests: Iterable[str]) -> dict[str, list[str]]:
    cases: dict[str, list[str]] = {}
    for test in tests:
        cases.setdefault(test.partition("[")[0], []).append(test)
    return cases


def laid(path: Path, exercise: Exercise, tree: Path) -> Path:
    """Put the accepted answer at `path` where `exercise` has its own in `tree`, which may be new; returns `tree`."""
    target = tree / exercise.key
    target.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        shutil.copytree(path, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copyfile(path, target / "main.py")
    return tree


def _ran(runner: Runner, jobs: dict[str, Job]) -> dict[str, Result]:
    names = {job.id: name for name, job in jobs.items()}
    return {names[job.id]: result for job, result, event in runner.run(jobs.values()) if event["event"] == "ended"}
