"""What the learner sees: every line that is put on a terminal about an exercise, from 60 columns on."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kata.catalogue import Exercise, Section
from kata.result import Result, totals
from kata.verdict import Failure, Outcome, Verdict

NARROW, WIDE = 60, 120
"""Least and most columns that are used."""
INDENT = 4
"""Columns before an exchange."""
LABELS = 12
"""Columns before the text of a fact: `  expected  `."""
_FOLD: dict[str, Any] = {"drop_whitespace": False, "replace_whitespace": False, "break_on_hyphens": False, "tabsize": 4}


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
            self.console.file.write(self.rendered(part))
        self.console.file.flush()

    def line(self, text: str) -> None:
        """A line that is left in one piece, such as one with a path."""
        self.show(Text(text, no_wrap=True, overflow="ignore"))

    def rendered(self, part: RenderableType) -> str:
        """`part` as text, with colour where this screen has it, and without the spaces that fill its lines up."""
        with self.console.capture() as captured:
            self.console.print(Group(part), crop=False)  # a group keeps a text's own rules for wrapping
        return "".join(f"{line.rstrip(' ')}\n" for line in captured.get().splitlines())

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
        return Group(Text(words, style="bold"), _asked(failure), "", *_body(failure, self.console.width))

    def others(self, verdicts: Sequence[Verdict]) -> Iterator[RenderableType]:
        """Red tests on a line each; of several cases of one test, the first and how many more there are."""
        cases: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            cases.setdefault(verdict.function, []).append(verdict)
        for first, *more in cases.values():
            failure = first.failure
            name = failure.sentence if failure else first.function
            count = f" (+{len(more)})" if more else ""
            line = Text(f"  ✗ {first.requirement}  {name}{count}: {first.words}", no_wrap=True)
            line.truncate(self.console.width, overflow="ellipsis")
            yield line

    def section(
        self, section: Section, results: Sequence[Result], *, verbose: bool = False, following: Section | None = None
    ) -> RenderableType:
        """What is said of a section below its rows: the first red requirement, or all; then what to do next."""
        red = [result for result in results if not result.green]
        parts = [self.details(result, verbose=verbose) for result in (red if verbose else red[:1])]
        held, every = totals(results)
        done = sum(result.green for result in results)
        parts.append(Text(f"\n{held} of {every} requirements hold. {done} of {len(results)} exercises done."))
        if apart := self.apart(results, f"nox -s {section.name} --"):
            parts.append(apart)
        parts.append(self.next(section, results, following))
        return Group(*parts)

    def apart(self, results: Sequence[Result], command: str) -> Text | None:
        """The line that says how many tests were left out, and how to run them."""
        count = sum(len(result.apart) for result in results)
        words = "1 test needs a server" if count == 1 else f"{count} tests need servers"
        return Text(f"{words}: {command} --with-servers") if count else None

    def details(self, result: Result, *, verbose: bool = False) -> RenderableType:
        """What is said of one exercise that is not green: its first red test in full and the others on a line each."""
        parts: list[RenderableType] = []
        shown = result.red_tests if verbose else [verdict for verdict in (result.first_red,) if verdict]
        for verdict in shown:
            if verdict.failure:
                parts += ["", self.failure(result.exercise, verdict.failure)]
        others = [verdict for verdict in result.red_tests if verdict not in shown]
        if others and not result.broken:  # the same would stand there again and again
            parts += ["", *self.others(others)]
        if result.notes or result.trouble:
            parts += [
                "",
                *[Text(f"  {result.exercise.number} {note}") for note in (*result.notes, result.trouble) if note],
            ]
        return Group(*parts)

    def next(self, section: Section, results: Sequence[Result], following: Section | None) -> RenderableType:
        """The line that says what to do now."""
        red = next((result for result in results if not result.green), None)
        if red is None:
            last = results[-1].exercise
            onward = f" · then: nox -s {following.name}" if following and last == section.exercises[-1] else ""
            words = f"compare with the solution: nox -s compare -- {last.number}{onward}"
            return Text.assemble("All green. ", ("Next: ", "bold"), words)
        number = red.exercise.number
        verdict = red.first_red
        place = verdict.failure.place() if verdict and verdict.failure else ""
        place = place if place.startswith("exercises/") else f"exercises/{red.exercise.key}/README.md"
        return Group(
            Text.assemble(("Next: ", "bold"), place, overflow="ignore", no_wrap=True),
            Text(f"a hint: nox -s hint -- {number} · all failures: nox -s {section.name} -- -v"),
        )


def _asked(failure: Failure) -> RenderableType:
    text = Text(f"{failure.requirement}. {failure.asked}", style="italic") if failure.asked else Text()
    return Padding(text, (0, INDENT), expand=False)


def _body(failure: Failure, width: int) -> list[RenderableType]:
    """Everything below the requirement: what went over the wire, and what to make of it."""
    if failure.broken:
        return list(_broken(failure, width))
    parts: list[RenderableType] = []
    if failure.earlier:
        parts.append(_lines([f"before: {', '.join(failure.earlier)}"], width, "dim"))
    if failure.exchange:
        parts += [_lines(failure.exchange, width), ""]
    return [*parts, *_facts(failure)]


def _broken(failure: Failure, width: int) -> Iterator[RenderableType]:
    yield _lines([failure.broken], width, "red")
    if failure.raised:
        yield _place(" " * INDENT, failure.raised.place)
        if failure.raised.source:
            yield _lines([f"    {line}" for line in failure.raised.source.splitlines()], width)
        if failure.raised.summary:
            yield _lines([failure.raised.summary], width)
    if failure.advice:
        yield _lines([failure.advice], width)


def _facts(failure: Failure) -> Iterator[RenderableType]:
    yield _fact("expected", failure.expected)
    yield _fact("got", failure.got)
    for number, line in enumerate((*failure.differs, failure.note)):
        if line:
            yield _fact("" if number else "that is", line)
    if failure.raised:
        yield _fact("raised", failure.raised.summary, "red")
        if failure.raised.place:
            yield _place(" " * LABELS, failure.raised.place)
            yield _fact("", f"    {failure.raised.source}")
    for number, line in enumerate(failure.printed):
        yield _fact("" if number else "printed", line)
    if failure.why:
        yield _fact("why", failure.why)
    yield _place(f"  {'test':<{LABELS - 2}}", failure.test)


def _fact(label: str, text: str, style: str = "") -> RenderableType:
    """A label and its text, which is wrapped in its own column."""
    table = Table.grid(padding=0)
    table.add_column(width=LABELS, style="bold")
    table.add_column(overflow="fold")
    table.add_row(f"  {label}", Text(text, style=style))
    return table


def _place(before: str, place: str) -> RenderableType:
    """`path:line` in one piece, however long, so that terminals and editors can follow it."""
    return Text.assemble((before, "bold"), place, no_wrap=True, overflow="ignore")


def _lines(lines: Iterable[str], width: int, style: str = "") -> RenderableType:
    """Lines as they are, folded to the column where they are too long for it."""
    room = width - INDENT
    folded = [piece for line in lines for piece in (textwrap.wrap(line, room, **_FOLD) or [""])]
    return Text("\n".join(f"{' ' * INDENT}{line}" for line in folded), style=style, no_wrap=True, overflow="ignore")


def failure_text(failure: Failure, width: int = 100) -> str:
    """A failure without its heading, as plain text: for reports that are files."""
    screen = Screen(width=width)
    screen.console.no_color = True
    screen.console._color_system = None
    return screen.rendered(Group(_asked(failure), "", *_body(failure, width))).rstrip("\n")
