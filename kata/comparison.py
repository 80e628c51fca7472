"""Say what a failed comparison expected and what it got, with names replaced by their values."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

from kata.exchange import cut

VALUE = 240
"""Most characters of a compared value that are shown."""
PART = 80
"""Most characters of a part of one."""
_OPERATORS = {
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.In: "in",
    ast.NotIn: "not in",
}


@dataclass(frozen=True)
class Compared:
    """The two sides of the comparison that failed last, as they were."""

    operator: str
    left: Any
    right: Any


def matches(test: ast.Compare, compared: Compared) -> bool:
    return len(test.ops) == 1 and _OPERATORS[type(test.ops[0])] == compared.operator


def comparison(test: ast.Compare, compared: Compared) -> tuple[str, str, list[str]]:
    left, right = test.left, test.comparators[0]
    operator = compared.operator
    if operator in ("in", "not in") and not _literal(right):
        return f"{_side(left, compared.left)} {operator} {ast.unparse(right)}", value(compared.right), []
    if _literal(left) and not _literal(right):
        left, right, compared = right, left, Compared(operator, compared.right, compared.left)
        operator = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(operator, operator)
    differs = differences(compared.left, compared.right) if operator == "==" else []
    return f"{ast.unparse(left)} {operator} {_side(right, compared.right)}", value(compared.left), differs


def _side(node: ast.expr, actual: Any) -> str:
    """A side of a comparison as the learner can use it: literals as written, names as their values."""
    return ast.unparse(node) if _literal(node) else value(actual)


def _literal(node: ast.expr) -> bool:
    try:
        ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError):
        return False
    return True


def value(thing: Any) -> str:
    """A compared value, cut where it is long; of headers their names, of a class its name."""
    if isinstance(thing, type):
        return thing.__name__
    if hasattr(thing, "multi_items"):
        return f"the headers {', '.join(sorted(set(thing)))}"
    return cut(repr(thing), VALUE)


def differences(got: Any, expected: Any) -> list[str]:
    """Where two values part, in words; only for those that are long enough for an eye to miss it."""
    if isinstance(got, dict) and isinstance(expected, dict):
        return _fields(got, expected)
    if isinstance(got, list) and isinstance(expected, list) and (len(got) > 1 or len(expected) > 1):
        return _items(got, expected)
    if isinstance(got, str) and isinstance(expected, str) and min(len(got), len(expected)) > 20:
        at = next(
            (i for i, (a, b) in enumerate(zip(got, expected, strict=False)) if a != b), min(len(got), len(expected))
        )
        return [f"they part at character {at + 1}: {got[at : at + 20]!r} instead of {expected[at : at + 20]!r}"]
    return []


def _fields(got: dict[Any, Any], expected: dict[Any, Any]) -> list[str]:
    missing = [f"no {key!r}" for key in expected if key not in got]
    extra = [f"{key!r} is not asked for" for key in got if key not in expected]
    other = [
        f"{key!r} is {cut(repr(got[key]), PART)}, not {cut(repr(expected[key]), PART)}"
        for key in expected
        if key in got and got[key] != expected[key]
    ]
    return missing + extra + other


def _items(got: list[Any], expected: list[Any]) -> list[str]:
    if not got or not expected:
        return []
    at = next((i for i, (a, b) in enumerate(zip(got, expected, strict=False)) if a != b), None)
    if at is not None:
        return [f"item {at} is {cut(repr(got[at]), PART)}, not {cut(repr(expected[at]), PART)}"]
    return [f"{len(got)} items, not {len(expected)}"]
