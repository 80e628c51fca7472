"""The lines of a YAML document such as an OpenAPI description: where a key stands, references followed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


class Document:
    """A YAML file as its nodes, each of which knows its line. A path to a node is a sequence of keys."""

    def __init__(self, path: Path) -> None:
        import yaml  # type: ignore[import-untyped]

        text = path.read_text(encoding="utf-8")
        self._lines = text.splitlines()
        self._root = yaml.compose(text, Loader=yaml.SafeLoader)

    def line(self, *keys: str) -> int:
        """The line of the last of `keys`, or of as many as are there."""
        return self._walk(keys)[0]

    def text(self, line: int) -> str:
        """What stands in a line, without indentation."""
        return self._lines[line - 1].strip()

    def keys(self, *keys: str) -> list[str]:
        """The keys of the mapping at `keys`; none where there is no mapping."""
        _, node, complete = self._walk(keys)
        return [key.value for key, _ in _pairs(node)] if complete else []

    def answer(self, responses: Sequence[str], status: int) -> str | None:
        """The key of `responses` that speaks of `status`: 404, 4XX or default."""
        stated = self.keys(*responses)
        return next((key for key in (str(status), f"{status // 100}XX", "default") if key in stated), None)

    def within(self, schema: Sequence[str], steps: Iterable[str | int], keyword: str) -> int:
        """The line of `keyword` in the part of a schema that a value at `steps` of an instance is held against."""
        line, node, _ = self._walk(schema)
        for step in steps:
            below = ("items",) if isinstance(step, int) else ("properties", step)
            line, node, complete = self._walk(below, line, node)
            if not complete:
                return line
        return self._walk((keyword,), line, node)[0]

    def _walk(self, keys: Iterable[str], line: int = 1, node: Any = None) -> tuple[int, Any, bool]:
        """The line and the node that `keys` lead to, and whether they lead all the way."""
        node = self._target(self._root if node is None else node)
        for key in keys:
            found = next(((name, value) for name, value in _pairs(node) if name.value == key), None)
            if found is None:
                return line, node, False
            line, node = found[0].start_mark.line + 1, self._target(found[1])
        return line, node, True

    def _target(self, node: Any) -> Any:
        """`node`, or the node that it refers to."""
        reference = next((value.value for key, value in _pairs(node) if key.value == "$ref"), "")
        if not reference.startswith("#/"):
            return node
        parts = [part.replace("~1", "/").replace("~0", "~") for part in reference[2:].split("/")]
        return self._walk(parts)[1]


def _pairs(node: Any) -> list[tuple[Any, Any]]:
    """Keys and values of a mapping; none of anything else."""
    return node.value if getattr(node, "id", "") == "mapping" else []
