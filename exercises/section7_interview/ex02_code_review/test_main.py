"""The red tests of 7.2. Each one names the requirement of README.md that it looks at.

The flaws are sealed, so that your eye does not fall on them here. It is no secret: sixty lines are soon tried.
"""

import hashlib
from typing import NamedTuple

import pytest

NAMES = """any-origin blocking-call body-in-204 error-as-200 expired-token get-changes-state leaks-data mass-assignment
    no-challenge not-stored route-order secret-in-code sql-injection unbounded-list unguarded-route wrong-algorithm"""
KINDS = NAMES.split()


class Flaw(NamedTuple):
    """Where it may be pointed at: the seals of these lines, and with each the seal of line and kind."""

    section: int
    places: dict[str, str]


FLAWS = [
    Flaw(1, {"75e03c59f8a3": "6a71354aa925"}),
    Flaw(2, {"36ebaa04e1ae": "13f78d2dd4da", "52f372608df7": "f4369260b67a", "ebe67eb7f4f5": "784dbfc04093"}),
    Flaw(3, {"5a4efb01794b": "a9eddd54a664"}),
    Flaw(3, {"78783d25ec2d": "9fa417287b61"}),
    Flaw(4, {"bd92d972a43f": "290189541e5b", "446960e17ddb": "f8fa46724a67"}),
    Flaw(5, {"e11ee1d0754c": "6bbe525779f9", "f04253eadc24": "cff3b96de39a"}),
    Flaw(6, {"ec249447aed9": "f04fa3cf0a49"}),
    Flaw(6, {"7c42ed1f491f": "897c05cca169", "93c8b79b7c17": "c4e4e3387513"}),
]


def seal(*parts):
    return hashlib.sha256(" · ".join(("code review", *parts)).encode()).hexdigest()[:12]


class Review:
    """Your findings, held against the flaws."""

    def __init__(self, findings, service):
        self.lines = [line.strip() for line in service.splitlines()]
        self.findings = {line: str(kind).lower().replace("_", "-") for line, kind in dict(findings).items()}

    def unclear(self):
        """Findings that name no line with code, or no kind of the README's list."""
        numbers = [number for number, text in enumerate(self.lines, start=1) if text]
        return [f"{line}: {kind}" for line, kind in self.findings.items() if line not in numbers or kind not in KINDS]

    def at(self, line):
        """The flaw that shows at a line, or None."""
        text = self.lines[line - 1] if isinstance(line, int) and 0 < line <= len(self.lines) else ""
        return next((flaw for flaw in FLAWS if seal(text) in flaw.places), None)

    def found(self, section):
        """How many flaws of a section have a finding."""
        return sum(flaw.section == section for flaw in FLAWS if any(self.at(line) is flaw for line in self.findings))

    def false(self):
        """The lines of findings that are none."""
        return [line for line in self.findings if self.at(line) is None]

    def of_another_kind(self):
        """The findings at the line of a flaw that is of another kind."""
        there = [(line, kind, self.at(line)) for line, kind in self.findings.items()]
        return [
            f"{line}: {kind}"
            for line, kind, flaw in there
            if flaw and seal(self.lines[line - 1], kind) not in flaw.places.values()
        ]


@pytest.fixture
def review(answer):
    return Review(getattr(answer.module("findings"), "FINDINGS", {}), answer.text("service.py"))


@pytest.mark.task(1)
def test_each_finding_is_a_line_and_a_kind(review):
    """A finding that nobody can locate, or that has no name, is an opinion."""
    assert review.findings != {}

    assert review.unclear() == [], "These name no line with code in it, or no kind of the list."


@pytest.mark.task(2)
def test_the_flaw_of_section_1_is_found(review):
    """A client believes what the answer says of itself."""
    found = review.found(section=1)

    assert found == 1


@pytest.mark.task(3)
def test_the_flaw_of_section_2_is_found(review):
    """Browsers, caches and crawlers trust the methods, too."""
    found = review.found(section=2)

    assert found == 1


@pytest.mark.task(4)
def test_both_flaws_of_section_3_are_found(review):
    """A guard is looked at twice: what it lets in, and what it rests on."""
    found = review.found(section=3)

    assert found == 2


@pytest.mark.task(5)
def test_the_flaw_of_section_4_is_found(review):
    """The document is not the API: what is missing in the one may well be in the other."""
    found = review.found(section=4)

    assert found == 1


@pytest.mark.task(6)
def test_the_flaw_of_section_5_is_found(review):
    """What works for one caller is not yet shown to work for two."""
    found = review.found(section=5)

    assert found == 1


@pytest.mark.task(7)
def test_both_flaws_of_section_6_are_found(review):
    """An API on the web is called by pages and by people that nobody had in mind."""
    found = review.found(section=6)

    assert found == 2


@pytest.mark.task(8)
def test_no_finding_is_false(review):
    """A reviewer who cries wolf is not read any more."""
    assert review.findings != {}

    assert review.false() == [], "The code at these lines is right, or the flaw is at another line."


@pytest.mark.task(9)
def test_each_flaw_is_called_by_its_kind(review):
    """Whoever is to mend it must know what is wrong with it."""
    assert review.findings != {}

    assert review.of_another_kind() == [], "These lines have a flaw, of another kind."
