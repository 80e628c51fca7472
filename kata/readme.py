"""What a README says: the one source of requirements, hints, questions and minutes for every command."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kata.catalogue import Exercise, shown, unreadable
from kata.errors import KataError

HEADINGS = ("Why it matters", "Your task", "Try it by hand", "Hints", "In the interview", "Read more")
"""The second-level headings of an exercise's README, in their order."""

_FACTS = re.compile(r"(?P<minutes>\d+) minutes · (?P<kind>core|further)(?P<capstone> · capstone)? · (?P<topics>.+)")
_SUMMARY = re.compile(r"<summary>(.*?)</summary>")


class Facts(NamedTuple):
    """What the third line of a README says: `8 minutes · core · topics`."""

    minutes: int
    core: bool
    capstone: bool

    @classmethod
    def in_line(cls, line: str) -> Facts:
        match = _FACTS.fullmatch(line)
        return (
            cls(int(match["minutes"]), match["kind"] == "core", bool(match["capstone"]))
            if match
            else cls(0, False, False)
        )


@dataclass(frozen=True)
class Fold:
    """A folded block: its summary line and the Markdown inside."""

    summary: str
    text: str


@dataclass(frozen=True)
class Readme:
    """The parsed README of an exercise. Texts are Markdown as written."""

    path: Path
    title: str
    facts: str
    headings: tuple[str, ...]
    requirements: tuple[str, ...]
    hints: tuple[Fold, ...]
    question: str
    model_answer: str
    words_before_hints: int
    task: str
    """All that stands before the hints."""

    @property
    def minutes(self) -> int:
        return Facts.in_line(self.facts).minutes

    @property
    def core(self) -> bool:
        """Core exercises make up the section's time; further ones go deeper in minutes of their own."""
        return Facts.in_line(self.facts).core

    @property
    def capstone(self) -> bool:
        """A capstone brings much together, so that it may say more and leave more to write."""
        return Facts.in_line(self.facts).capstone

    def faults(self) -> list[str]:
        """What keeps this README from the form that all share, one sentence each; empty when nothing does."""
        words = 500 if self.capstone else 250 + 15 * max(0, len(self.requirements) - 7)
        found = {
            "line 3 is not of the form `8 minutes · core · topics`": not _FACTS.fullmatch(self.facts),
            f"its headings are {list(self.headings)}, not {list(HEADINGS)}": self.headings != HEADINGS,
            "*Your task* has no numbered list": not self.requirements,
            f"it has {len(self.hints)} hints, not 3": len(self.hints) != 3,
            "a TODO is left in it": "TODO" in self.task or any("TODO" in hint.text for hint in self.hints),
            "a hint is empty": not all(hint.text and hint.summary for hint in self.hints),
            "*In the interview* asks no question": not self.question.rstrip().endswith(("?", ".")),
            "*In the interview* has no model answer": not self.model_answer,
            f"the model answer has {_count(self.model_answer)} words, not 60 at most": _count(self.model_answer) > 60,
            f"{self.words_before_hints} words stand before the hints, {words} are the most": self.words_before_hints
            > words,
        }
        return [fault for fault, holds in found.items() if holds]


def read(exercise: Exercise) -> Readme:
    """The README of `exercise`; one that cannot be read is a `KataError`. Read anew only when the file has changed."""
    try:
        changed = exercise.readme.stat()
        return _parse(exercise.readme, changed.st_mtime_ns, changed.st_size)
    except FileNotFoundError:
        raise KataError(f"{shown(exercise.folder)} has no README.md.", "CONTRIBUTING.md shows the form.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(exercise.readme, error) from None


def facts_of(exercise: Exercise) -> Facts:
    """The facts alone, much faster than the whole README: for all exercises at once."""
    try:
        with exercise.readme.open(encoding="utf-8") as lines:
            told = (line.strip() for line in lines if line.strip() and not line.startswith("#"))
            return Facts.in_line(next(told, ""))
    except FileNotFoundError:
        raise KataError(f"{shown(exercise.folder)} has no README.md.", "CONTRIBUTING.md shows the form.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(exercise.readme, error) from None


@lru_cache(maxsize=256)
def _parse(path: Path, _mtime_ns: int, _size: int) -> Readme:
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines()
    tokens = MarkdownIt("commonmark").parse(source)
    top = [token for token in tokens if token.level == 0 and token.map]
    title, facts, headings = "", "", list[str]()
    bounds = dict[str, tuple[int, int]]()
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            title = inline.content
        elif token.type == "heading_open" and token.tag == "h2" and token.map:
            if headings:
                bounds[headings[-1]] = (bounds[headings[-1]][0], token.map[0])
            headings.append(inline.content)
            bounds[inline.content] = (token.map[1], len(lines))
        elif token.type == "paragraph_open" and not facts and not headings:
            facts = inline.content

    def within(heading: str) -> list[Token]:
        start, end = bounds.get(heading, (0, 0))
        return [token for token in top if token.map and start <= token.map[0] < end]

    interview = _folds(within("In the interview"), lines, bounds.get("In the interview", (0, 0))[1])
    return Readme(
        path=path,
        title=title,
        facts=facts,
        headings=tuple(headings),
        requirements=_requirements(tokens, bounds.get("Your task", (0, 0))),
        hints=_folds(within("Hints"), lines, bounds.get("Hints", (0, 0))[1]),
        question=_question(tokens, within("In the interview")),
        model_answer=interview[0].text if interview else "",
        task="\n".join(lines[: bounds.get("Hints", (len(lines) + 1, 0))[0] - 1]).strip(),
        words_before_hints=_words_before(tokens, bounds.get("Hints", (len(lines), 0))[0]),
    )


def _question(tokens: list[Token], section: list[Token]) -> str:
    """The first paragraph, if it stands before the folded answer."""
    first = section[1] if section and section[0].type == "heading_open" else section[0] if section else None
    return tokens[tokens.index(first) + 1].content if first and first.type == "paragraph_open" else ""


def _requirements(tokens: list[Token], bounds: tuple[int, int]) -> tuple[str, ...]:
    """The items of the first numbered list between two lines, each on one line."""
    found = list[str]()
    inside = False
    for token in tokens:
        if not token.map or not bounds[0] <= token.map[0] < bounds[1]:
            continue
        if token.type == "ordered_list_open" and token.level == 0:
            if found:
                break
            inside = True
        elif token.type == "list_item_open" and token.level == 1 and inside:
            found.append("")
        elif token.type == "inline" and inside and found and token.level >= 3:
            found[-1] = f"{found[-1]} {' '.join(token.content.split())}".strip()
        elif token.level == 0 and found:
            break
    return tuple(found)


def _folds(tokens: list[Token], lines: list[str], end: int) -> tuple[Fold, ...]:
    """The `<details>` blocks whose tags are among `tokens`."""
    found = list[Fold]()
    summary, start = "", None
    for token in tokens:
        if token.type != "html_block" or not token.map:
            continue
        for number in range(token.map[0], min(token.map[1], end)):
            if "</details>" in lines[number] and start is not None:
                found.append(Fold(summary, "\n".join(lines[start:number]).strip()))
                start = None
            if match := _SUMMARY.search(lines[number]):
                summary, start = match[1].strip(), number + 1
    return tuple(found)


def _words_before(tokens: list[Token], line: int) -> int:
    texts = (t.content for t in tokens if t.type == "inline" and t.map and t.map[0] < line)
    return sum(_count(re.sub(r"\]\([^)]*\)", "]", text)) for text in texts)


def _count(text: str) -> int:
    return len(re.findall(r"[^\s·—–|*]+", text))
