"""What design demands of an exercise, as rules over the evidence of `kata.proof` and the files.

Each rule says how many things it looked at, and names each fault in a sentence; one that looked at nothing is a fault.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kata.proof import Evidence
from kata.readme import read
from kata.result import Result
from kata.verdict import Outcome, Verdict
from kata.written import lines, remarks, says

ACCEPTED = 2
"""Least number of right answers written differently."""
REJECTED = 8
"""Least number of mistakes."""
LINES = 30
"""Most lines that a learner has to write, as `kata.written` counts them."""
CAPSTONE_LINES = 60
"""The same in a capstone, as its README's third line calls it."""


@dataclass(frozen=True)
class Looked:
    """How many things a rule looked at, and what is wrong with them."""

    count: int
    faults: tuple[str, ...] = ()


def stub_is_red(evidence: Evidence) -> Looked:
    """Every test is red on the stub, by an assertion"""
    result = evidence.stub
    faults = [*_unsound(result, "the stub")]
    for test in result.tests:
        verdict = result.verdicts.get(test)
        if verdict is None or verdict.outcome is Outcome.PASSED:
            faults.append(f"{test} is not red on the stub.")
        elif not verdict.failure or not verdict.failure.assertion:
            faults.append(f"{test} is red on the stub, but by no assertion: {_got(verdict)}.")
    return Looked(len(result.tests), tuple(faults))


def reference_is_green(evidence: Evidence) -> Looked:
    """The reference answer is green"""
    return Looked(len(evidence.reference.tests), tuple(not_green(evidence.reference, "the reference")))


def accepted_are_green(evidence: Evidence) -> Looked:
    """Right answers that are written differently are green"""
    faults = [fault for name, result in evidence.accepted.items() for fault in not_green(result, name)]
    if len(evidence.accepted) < ACCEPTED:
        faults.append(f"{len(evidence.accepted)} accepted answers are there; {ACCEPTED} are the least.")
    return Looked(len(evidence.accepted), tuple(faults))


def mistakes_are_caught(evidence: Evidence) -> Looked:
    """Every mistake is red in exactly the tests that it names"""
    faults = [fault for name in evidence.rejected for fault in mistake_faults(evidence, name)]
    if len(evidence.rejected) < REJECTED:
        faults.append(f"{len(evidence.rejected)} mistakes are there; {REJECTED} are the least.")
    return Looked(len(evidence.rejected), tuple(faults))


def mistake_faults(evidence: Evidence, name: str) -> list[str]:
    """What is wrong with how one mistake is caught."""
    mistake, result = evidence.rejected[name]
    faults = [f"[{name}] {result.trouble}"] if result.trouble else []
    if unknown := mistake.caught_by - evidence.functions:
        faults.append(f"[{name}] names {', '.join(sorted(unknown))}, which is no test.")
    red = _red(result)
    if missed := mistake.caught_by - red - unknown:
        faults.append(f"[{name}] is not caught by {', '.join(sorted(missed))}.")
    if more := red - mistake.caught_by:
        faults.append(f"[{name}] also reddens {', '.join(sorted(more))}.")
    return faults


def every_test_is_needed(evidence: Evidence) -> Looked:
    """No two tests are red on the same mistakes, and none on no mistake"""
    apart = {test.partition("[")[0] for _, result in evidence.rejected.values() for test in result.apart}
    caught = {
        function: frozenset(name for name, (_, result) in evidence.rejected.items() if function in _red(result))
        for function in sorted(evidence.functions)
        if function not in apart
    }
    faults = [f"{function} is red on no mistake." for function, mistakes in caught.items() if not mistakes]
    seen: dict[frozenset[str], str] = {}
    for function, mistakes in caught.items():
        if mistakes and mistakes in seen:
            faults.append(
                f"{seen[mistakes]} and {function} are red on the same mistakes: {', '.join(sorted(mistakes))}."
            )
        seen.setdefault(mistakes, function)
    return Looked(len(caught), tuple(faults))


def every_requirement_is_tested(evidence: Evidence) -> Looked:
    """Every requirement of the README has a test"""
    requirements = read(evidence.exercise).requirements
    tested = set(evidence.reference.tests.values())
    missing = [n for n in range(1, len(requirements) + 1) if n not in tested]
    return Looked(len(requirements), tuple(f"Requirement {n} has no test." for n in missing))


def any_order_will_do(evidence: Evidence) -> Looked:
    """The tests pass backwards, shuffled, and each alone"""
    faults = [f for order, result in evidence.orders.items() for f in not_green(result, f"in the order {order}")]
    faults += [f for test, result in evidence.alone.items() for f in not_green(result, f"{test} alone")]
    return Looked(len(evidence.orders) + len(evidence.alone), tuple(faults))


def readme_has_its_form(evidence: Evidence) -> Looked:
    """The README has its headings, lengths, hints, question and answer"""
    readme = read(evidence.exercise)
    name = f"{evidence.exercise.number} {evidence.exercise.title}"
    faults = [f"README.md: {fault}." for fault in readme.faults()]
    if readme.title != name:
        faults.append(f"README.md: its title is {readme.title!r}, not {name!r}.")
    return Looked(len(readme.headings), tuple(faults))


def stub_gives_nothing_away(evidence: Evidence) -> Looked:
    """The stub leaves the lesson to write, and no more than that; it holds no line of the answer"""
    count, faults, to_write = 0, [], 0
    references = [path for path in sorted(evidence.reference_folder.rglob("*")) if path.is_file()]
    for reference in references:
        if "__pycache__" in reference.parts:
            continue
        stub = evidence.exercise.folder / reference.relative_to(evidence.reference_folder)
        given, answer = lines(stub), lines(reference)
        new = [line[2:] for line in difflib.ndiff(given, answer) if line.startswith("+ ")]
        to_write += len(new)
        lesson = {line for line in new if len(line) >= 12} - set(given)
        given_away = [line for line in remarks(stub) if line in lesson]
        faults += [f"{stub.name} gives a line of the answer away: {line}" for line in given_away]
        count += len(answer)
    most = CAPSTONE_LINES if read(evidence.exercise).capstone else LINES
    if to_write > most:
        faults.append(f"The learner has {to_write} lines to write; {most} are the most.")
    if not any(says(path, "TODO") for path in evidence.exercise.files()):
        faults.append("No TODO in the stub says where to write.")
    return Looked(count, tuple(faults))


Rule = Callable[[Evidence], Looked]
RULES: tuple[Rule, ...] = (
    stub_is_red,
    reference_is_green,
    accepted_are_green,
    mistakes_are_caught,
    every_test_is_needed,
    every_requirement_is_tested,
    any_order_will_do,
    readme_has_its_form,
    stub_gives_nothing_away,
)


def judged(rule: Rule, evidence: Evidence) -> Looked:
    """What `rule` says; to have looked at nothing is a fault."""
    looked = rule(evidence)
    if looked.count == 0:
        return Looked(0, (*looked.faults, "There was nothing to look at."))
    return looked


def _red(result: Result) -> frozenset[str]:
    return frozenset(verdict.function for verdict in result.red_tests)


def _got(verdict: Verdict) -> str:
    failure = verdict.failure
    return (failure.broken or failure.got) if failure else str(verdict.outcome)


def _unsound(result: Result, name: str) -> Iterable[str]:
    if result.trouble:
        yield f"{name}: {result.trouble}."
    if result.notes:
        yield from (f"{name}: {note}" for note in result.notes)
    if missing := result.tests.keys() - result.verdicts.keys():
        yield f"{name}: no verdict on {', '.join(sorted(missing))}."


def not_green(result: Result, name: str) -> Iterable[str]:
    """A sentence for each reason why `result`, of the answer `name`, is not green."""
    yield from _unsound(result, name)
    if not result.tests and not result.trouble:
        yield f"{name}: no test ran."
    for verdict in result.red_tests:
        yield f"{name}: {verdict.test} is red: {_got(verdict)}."
