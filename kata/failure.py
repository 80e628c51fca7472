"""Turn a failed test into what a learner needs to know, in her words and her files."""

from __future__ import annotations

import ast
import json
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from kata.answer import AnswerError, chain, place_of, summary_of
from kata.comparison import VALUE, Compared, comparison, matches
from kata.exchange import cut
from kata.fixtures import Witness
from kata.timer import Overdue
from kata.verdict import Failure, Raised

PRINTED = 20
"""Most lines of the answer's own output that are shown."""
_FRAME = re.compile(r'[ |+]*File "([^"]+)", line ')
LAST_SEEN = "It was last seen at this line."


@dataclass(frozen=True)
class Test:
    """What is known of a test before it runs."""

    requirement: int
    asked: str
    sentence: str
    why: str
    path: Path
    line: int


def failure_of(
    test: Test,
    error: BaseException,
    witness: Witness | None,
    compared: Compared | None,
    printed: str,
    shown: Callable[[Path], str],
) -> Failure:
    """The failure of `test` by `error`; `shown` writes a path as the learner knows it."""
    base: dict[str, Any] = {
        "requirement": test.requirement,
        "asked": test.asked,
        "sentence": test.sentence,
        "why": test.why,
        "printed": _own_lines(printed, witness.folder if witness else test.path.parent)[-PRINTED:],
        "exchange": witness.wire.lines() if witness else [],
        "earlier": witness.wire.earlier() if witness else [],
    }
    broken = next((link for link in chain(error) if isinstance(link, AnswerError)), None)
    if broken:
        place = broken.place
        raised = Raised(broken.detail, f"{shown(place.path)}:{place.line}", place.source) if place else None
        advice = broken.advice if place or not broken.detail else f"{broken.detail} {broken.advice}".strip()
        here = f"{shown(test.path)}:{test.line}"
        return Failure(**base, test=here, raised=raised, broken=broken.summary, advice=advice)
    if ending := _ending(witness):
        raised = _raised(witness, ending, shown)
        words = f"the answer raised {type(ending).__name__}, which ends the program that it runs in"
        return Failure(**base, test=f"{shown(test.path)}:{test.line}", raised=raised, broken=words)
    line = _line_in(error, test.path) or test.line
    expected, got, differs, note = _told(error, test.path, line, compared)
    return Failure(
        **base,
        test=f"{shown(test.path)}:{line}",
        assertion=isinstance(error, AssertionError),
        expected=expected,
        got=got,
        differs=differs,
        note=note,
        raised=_raised(witness, error, shown),
    )


def _own_lines(printed: str, folder: Path) -> list[str]:
    """What was printed, without the frames of tracebacks that are not the answer's."""
    kept, foreign = list[str](), False
    for line in printed.splitlines():
        if frame := _FRAME.match(line):
            foreign = not Path(frame[1]).is_relative_to(folder)
        elif not line.startswith(("    ", "  |    ")):
            foreign = False
        if not foreign:
            kept.append(line)
    return kept


def overdue_failure(test: Test, overdue: Overdue, witness: Witness | None, shown: Callable[[Path], str]) -> Failure:
    """The failure of a test whose answer had to be interrupted."""
    last = witness.wire.exchanges[-1][0] if witness and witness.wire.exchanges else None
    asked = f"{last.method} {last.url.raw_path.decode()}" if last else "the start of the app"
    place = overdue.place
    return Failure(
        requirement=test.requirement,
        asked=test.asked,
        sentence=test.sentence,
        why=test.why,
        test=f"{shown(test.path)}:{test.line}",
        broken=f"no answer to {asked} within {overdue.seconds:g} s",
        raised=Raised("", f"{shown(place.path)}:{place.line}", place.source) if place else None,
        advice=LAST_SEEN if place else "",
    )


def _raised(witness: Witness | None, error: BaseException, shown: Callable[[Path], str]) -> Raised | None:
    """The exception behind the last exchange; else one of the test's that came through the answer."""
    if witness is None:
        return None
    last = len(witness.wire.exchanges)
    escaped = [(number, raised) for number, raised in reversed(witness.raised)]
    candidates = [(last, error), *escaped] if not escaped or escaped[0][0] != last else [*escaped, (last, error)]
    for number, candidate in candidates:
        if place := place_of(candidate, witness.folder):
            when = "" if number == last else f"before, by {witness.wire.line(number - 1)}: "
            summary = cut(f"{when}{summary_of(_innermost(candidate))}", VALUE)
            return Raised(summary, f"{shown(place.path)}:{place.line}", place.source.strip())
    return Raised(cut(summary_of(_innermost(escaped[0][1])), VALUE)) if escaped and escaped[0][0] == last else None


def _ending(witness: Witness | None) -> BaseException | None:
    """The exception behind the last exchange, if it is one that nobody is to catch."""
    last = len(witness.wire.exchanges) if witness else 0
    escaped = [error for number, error in witness.raised if number == last] if witness else []
    every = (link for error in escaped for link in chain(error))
    return next((error for error in every if isinstance(error, KeyboardInterrupt | SystemExit)), None)


def _innermost(error: BaseException) -> BaseException:
    """The single exception inside a group of one, such as anyio's task groups make."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    return error


def _line_in(error: BaseException, path: Path) -> int:
    """The innermost line of `path` that `error` came through, or 0."""
    line, tb = 0, error.__traceback__
    while tb is not None:
        if tb.tb_frame.f_code.co_filename == str(path):
            line = tb.tb_lineno
        tb = tb.tb_next
    return line


def _told(error: BaseException, path: Path, line: int, compared: Compared | None) -> tuple[str, str, list[str], str]:
    """Expected, got, how they differ, and the assertion's own message."""
    statement = _statement(path, line)
    shown = statement.test if isinstance(statement, ast.Assert) else statement
    source = " ".join(ast.unparse(shown).split()) if shown else ""
    if isinstance(error, pytest.fail.Exception):
        return source, error.msg or "", [], ""
    if not isinstance(error, AssertionError) or not isinstance(statement, ast.Assert):
        return _cause(error, source)
    note = ""
    if statement.msg is not None:
        note = str(error).partition("\nassert ")[0]
    test = statement.test
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) and compared:
        test = next((v for v in test.values if isinstance(v, ast.Compare) and matches(v, compared)), test)
    if compared and isinstance(test, ast.Compare) and matches(test, compared):
        return *comparison(test, compared), note
    expected = ast.unparse(test)
    return expected, _explained(str(error)), [], note


def _explained(text: str) -> str:
    """pytest's explanation of an assertion without a comparison, on one line."""
    if response := re.search(r"<Response \[(.*?)\]>", text):
        return response[1]
    lines = text.partition("assert ")[2].splitlines() or text.splitlines()
    return cut(" ".join(" ".join(lines).split()), VALUE) if lines else "False"


def _cause(error: BaseException, source: str) -> tuple[str, str, list[str], str]:
    """What a test stumbled over that is no assertion: a body that is no JSON, a header or a field that is not there."""
    expected = source
    if isinstance(error, json.JSONDecodeError):
        return f"{source}  (a body that is JSON)", "a body that is no JSON", [], ""
    if isinstance(error, KeyError) and error.args:
        kind = "header" if f"headers[{error.args[0]!r}]" in source else "field"
        return expected, f"no {kind} {error.args[0]!r}", [], ""
    return expected, summary_of(_innermost(error)), [], ""


@lru_cache(maxsize=64)
def _tree(path: Path, _mtime_ns: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _statement(path: Path, line: int) -> ast.stmt | None:
    """The smallest statement of `path` that covers `line`."""
    tree = _tree(path, path.stat().st_mtime_ns)
    covering = [
        node for node in ast.walk(tree) if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)
    ]
    return min(covering, key=lambda node: (node.end_lineno or 0) - node.lineno, default=None)


def sentence(function: str, case: str) -> str:
    """`test_unknown_user_is_404` and `text`: "unknown user is 404 (text)"."""
    words = function.removeprefix("test_").replace("_", " ")
    return f"{words} ({case})" if case else words


def one_line(docstring: str | None) -> str:
    return " ".join(textwrap.dedent(docstring or "").split())
