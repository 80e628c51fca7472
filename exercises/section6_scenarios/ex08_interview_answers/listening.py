"""How the tests listen: they count words, and look for ideas in many wordings (`ideas.toml`).

They judge coverage, not style. Whether it is true, and well said, only a listener can tell.
"""

import re
import tomllib
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt

IDEAS = tomllib.loads(Path(__file__).with_name("ideas.toml").read_text(encoding="utf-8"))
PARTS = ("Situation", "Task", "Action", "Result")
SMALL = frozenset(IDEAS["small_words"].split())
_LABEL = re.compile(rf"(?m)(?:^|(?<=[.!?] )|(?<=\*\*))[#>\-*_ ]*({'|'.join(PARTS)})(?=[*_ ]*(?:[.:–—-]|$))")


def words_of(text: str) -> list[str]:
    """The words as they are spoken, in lower case, without marks."""
    return re.findall(r"[a-z0-9]+(?:['_./%-][a-z0-9]+)*", text.lower().replace("’", "'"))


def one_of(phrases: list[str]) -> re.Pattern[str]:
    """Finds any of some phrases as whole words; `*` is any ending, a space is a hyphen as well."""
    written = (re.escape(phrase).replace(r"\*", r"\w*").replace(r"\ ", r"[\s-]+") for phrase in phrases)
    return re.compile(rf"(?<!\w)(?:{'|'.join(written)})(?!\w)", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """One answer, as it was heard."""

    number: int
    text: str

    @property
    def words(self) -> int:
        return len(words_of(self.text))

    @property
    def small_words(self) -> int:
        """How many different ones it has of the words that make sentences."""
        return len(SMALL.intersection(words_of(self.text)))

    @property
    def about_it(self) -> bool:
        """Whether it speaks of what was asked."""
        listened_for = IDEAS[str(self.number)]
        return all(one_of(listened_for[key]).search(self.text) for key in ("about", "also") if key in listened_for)

    @property
    def ideas_missing(self) -> int:
        """How many ideas are still to be named."""
        listened_for = IDEAS[str(self.number)]
        named = [phrases for phrases in listened_for["ideas"].values() if one_of(phrases).search(self.text)]
        return max(0, listened_for["needed"] - len(named))

    @property
    def parts(self) -> dict[str, str]:
        """The parts of a STAR story by their labels, in the order in which they come."""
        labels = list(_LABEL.finditer(self.text))
        ends = [*[label.start() for label in labels], len(self.text)][1:]
        return {label[1]: self.text[label.end() : end] for label, end in zip(labels, ends, strict=True)}

    def words_shared_with(self, other: str) -> int:
        """How many of its words stand in `other` in one row."""
        mine, theirs, longest = words_of(self.text), f" {' '.join(words_of(other))} ", 0
        for start in range(len(mine)):
            while start + longest < len(mine) and f" {' '.join(mine[start : start + longest + 1])} " in theirs:
                longest += 1
        return longest


def heard(markdown: str) -> dict[int, Said]:
    """What stands below each heading that begins with a number from 1 to 8; nothing where there is no such heading."""
    tokens, lines = MarkdownIt().parse(markdown), markdown.splitlines()
    heads = [
        (token.map, int(number[0]))
        for token, inline in pairwise(tokens)
        if token.type == "heading_open" and token.map and (number := re.match(r"\d+", inline.content))
    ]
    ends = [*[place[0] for place, _ in heads], len(lines)][1:]
    texts = {number: "\n".join(lines[place[1] : end]) for (place, number), end in zip(heads, ends, strict=True)}
    return {number: Said(number, texts.get(number, "")) for number in range(1, 9)}
