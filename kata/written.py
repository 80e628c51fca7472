"""What of an answer's file somebody has to write, line by line, whatever its format is."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_REMARK = {".py": "#", ".json": "//", ".md": "<!--"}
"""How a remark begins; elsewhere as in Python."""
_BARE = re.compile(r"\w*|\W*")
"""A word of the format (`bearer`, `true`), or no more than brackets."""


def lines(path: Path) -> list[str]:
    """Its lines without blank ones and remarks. Of JSON, whose form a tool writes, the texts that stand in it."""
    return [line for line in _all(path) if line and not line.startswith(_remark(path))]


def remarks(path: Path) -> list[str]:
    """What its remarks say."""
    mark = _remark(path)
    found = [line for line in _all(path) if line.startswith(mark)]
    return [line.removeprefix(mark).removesuffix("-->").strip("# ") for line in found]


def says(path: Path, word: str) -> bool:
    """Whether `word` stands anywhere in it."""
    return word in _text(path)


def _remark(path: Path) -> str:
    return _REMARK.get(path.suffix, "#")


def _all(path: Path) -> list[str]:
    text = _text(path)
    if path.suffix == ".json":
        try:
            return [line for line in _texts(json.loads(text or "null")) if not _BARE.fullmatch(line)]
        except ValueError:
            pass  # a stub may be no JSON on purpose
    return [line.strip() for line in text.splitlines()]


def _text(path: Path) -> str:
    """All of it; nothing of a file that is not there, or no text."""
    try:
        return path.read_text(encoding="utf-8")
    except (FileNotFoundError, UnicodeDecodeError):
        return ""


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        for each in node.values():
            yield from _texts(each)
    elif isinstance(node, list):
        for each in node:
            yield from _texts(each)
    else:
        yield from (line.strip() for line in str(node).splitlines())
