"""What the learner sees: every line that is put on a terminal about an exercise, from 60 columns on."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from typing import IO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kata.catalogue import Exercise, Section
from kata.result import Result, totals
from kata.verdict import Failure, Outcome, Verdict

NARROW, WIDE = 60, 120
"""Least and most columns that are used."""


class Screen:
    """Draws on a terminal or a file; colour only where there is a terminal and `NO_COLOR` is not set."""

    def __init__(self, file: IO[str] | None = None, width: int | None = None) -> None:
        columns = width or shutil.get_terminal_size((100, 24)).columns
        self.console = Console(
            file=file,
            width=min(max(columns, NARROW), WIDE),
            highlight=False,
            soft_wrap=False,
            emoji=False,
            markup=False,
        )

    def show(self, *parts: RenderableType) -> None:
        for part in parts:
            self.console.print(part)

    def rendered(self, part: RenderableType) -> str:
        """`part` as text, with colour where this screen has it."""
        with self.console.capture() as captured:
            self.console.print(part)
        return captured.get()

    def heading(self, section: Section) -> RenderableType:
        return Text.assemble("\n", (f"Section {section.number} · {section.title}", "bold"), "\n")

    def row(self, result: Result, width: int) -> RenderableType:
        """One exercise on one line: `✗ 3.2  JWT anatomy  4/8`."""
        exercise = result.exercise
        name = f"{exercise.number}  {exercise.title:<{width}}"
        count = f"{result.held}/{result.requirements}"
        if result.green:
            return Text.assemble("  ", ("✓", "green"), f" {name}  {count:>5}")
        words = result.trouble or result.broken
        if not words:
            stuck = result.count(Outcome.NO_ANSWER, Outcome.ENDED)
            words = f"{count:>5}" + (f", {stuck} without an end" if stuck else "")
            words += "" if result.complete else "  not finished"
            words += "  see below" if result.notes and not result.red_tests else ""
        return Text.assemble("  ", ("✗", "red"), f" {name}  {words}")

    def failure(self, exercise: Exercise, failure: Failure) -> RenderableType:
        """One red test in full: the requirement, the exchange, expected, got, raised, why, where."""
        words = f"{exercise.number} {exercise.title} · requirement {failure.requirement} · {failure.sentence}"
        return Group(Text(words, style="bold"), Padding(_asked(failure), (0, 4), expand=False), "", *_body(failure))

    def other(self, verdict: Verdict) -> RenderableType:
        """One red test on one line."""
        if not verdict.failure:
            return Text(f"  ✗ {verdict.requirement}  {verdict.function}: {verdict.outcome}", style="dim")
        told = verdict.failure.broken or f"expected {verdict.failure.expected}, got {verdict.failure.got}"
        line = Text(f"  ✗ {verdict.requirement}  {verdict.failure.sentence}: {' '.join(told.split())}", no_wrap=True)
        line.truncate(self.console.width, overflow="ellipsis")
        return line

    def section(self, section: Section, results: Sequence[Result], *, verbose: bool = False) -> RenderableType:
        """What is said of a section below its rows: the first red requirement, or all; then what to do next."""
        parts: list[RenderableType] = []
        red = [result for result in results if not result.green]
        for result in red if verbose else red[:1]:
            shown = result.red_tests if verbose else [v for v in (result.first_red,) if v]
            for verdict in shown:
                if verdict.failure:
                    parts += ["", self.failure(result.exercise, verdict.failure)]
            if not verbose and len(result.red_tests) > 1:
                parts += ["", *[self.other(v) for v in result.red_tests if v not in shown]]
            parts += [Text(f"\n  {note}") for note in result.notes]
        held, every = totals(results)
        done = sum(result.green for result in results)
        parts.append(Text(f"\n{held} of {every} requirements hold. {done} of {len(results)} exercises done."))
        parts.append(self.next(section, results))
        return Group(*parts)

    def next(self, section: Section, results: Sequence[Result]) -> RenderableType:
        """The line that says what to do now."""
        red = next((result for result in results if not result.green), None)
        if red is None:
            last = results[-1].exercise.number
            return Text.assemble(
                "All green. ", ("Next: ", "bold"), f"compare with the solutions: nox -s compare -- {last}"
            )
        number = red.exercise.number
        verdict = red.first_red
        place = verdict.failure.place() if verdict and verdict.failure else ""
        place = place if place.startswith("exercises/") else f"exercises/{red.exercise.key}/README.md"
        return Group(
            Text.assemble(("Next: ", "bold"), place, overflow="ignore", no_wrap=True),
            Text(f"a hint: nox -s hint -- {number} · all failures: nox -s {section.name} -- -v"),
        )


def _asked(failure: Failure) -> RenderableType:
    return Text(f"{failure.requirement}. {failure.asked}", style="italic") if failure.asked else Text()


def _body(failure: Failure) -> list[RenderableType]:
    parts: list[RenderableType] = []
    if failure.broken:
        return [Padding(_broken(failure), (0, 4), expand=False)]
    if failure.earlier:
        parts.append(_lines([f"before: {', '.join(failure.earlier)}"], "dim"))
    if failure.exchange:
        parts += [_lines(failure.exchange), ""]
    parts.append(Padding(_facts(failure), (0, 0, 0, 2), expand=False))
    return parts


def _broken(failure: Failure) -> RenderableType:
    parts: list[RenderableType] = [Text(failure.broken, style="red")]
    if failure.raised:
        parts += [Text(failure.raised.place, overflow="ignore", no_wrap=True)]
        parts += [_lines(failure.raised.source.splitlines())] if failure.raised.source else []
        parts += [Text(failure.raised.summary)] if failure.raised.summary else []
    if failure.advice:
        parts.append(Text(failure.advice))
    return Group(*parts)


def _facts(failure: Failure) -> RenderableType:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="bold")
    table.add_column(overflow="fold")
    for label, text in (("expected", failure.expected), ("got", failure.got)):
        table.add_row(label, Text(text))
    for number, line in enumerate(failure.differs):
        table.add_row("" if number else "that is", Text(line))
    if failure.note:
        table.add_row("that is", Text(failure.note))
    if failure.raised:
        table.add_row("raised", Text(failure.raised.summary, style="red"))
        if failure.raised.place:
            table.add_row("", Text(failure.raised.place, overflow="ignore", no_wrap=True))
            table.add_row("", Text(f"    {failure.raised.source}"))
    for number, line in enumerate(failure.printed):
        table.add_row("" if number else "printed", Text(line))
    if failure.why:
        table.add_row("why", Text(failure.why))
    table.add_row("test", Text(failure.test, overflow="ignore", no_wrap=True))
    return table


def _lines(lines: Iterable[str], style: str = "") -> RenderableType:
    return Padding(Text("\n".join(lines), style=style, overflow="fold"), (0, 0, 0, 4), expand=False)


def failure_text(failure: Failure, width: int = 100) -> str:
    """A failure without its heading, as plain text: for reports that are files."""
    screen = Screen(width=width)
    screen.console.no_color = True
    screen.console._color_system = None
    return screen.rendered(Group(_asked(failure), "", *_body(failure))).rstrip("\n")
