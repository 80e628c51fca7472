"""The flashcards: a card for every exercise, grades that count, a deck that Anki can update."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from checks.support import project_copy
from kata.cards import Box, anki, flashcards
from kata.catalogue import Catalogue
from kata.commands import flashcards as command
from kata.state import State

CARDS = flashcards(Catalogue().exercises)
NOW = datetime(2030, 6, 15, 12, tzinfo=UTC)


def test_every_exercise_has_a_card() -> None:
    assert len(CARDS) == len(Catalogue().exercises) > 0
    assert all(card.question and card.answer for card in CARDS)


def test_what_was_not_known_comes_back_sooner(tmp_path: Path) -> None:
    box = Box(State(tmp_path / "state.json"))

    dues = [box.grade(card, rating, NOW) for rating, card in enumerate(CARDS[:4], start=1)]

    assert NOW < dues[0] < dues[1] < dues[2] < dues[3]
    assert dues[0] <= NOW + timedelta(minutes=1)
    assert dues[3] >= NOW + timedelta(days=1)


def test_due_cards_come_before_new_ones_and_others_wait(tmp_path: Path) -> None:
    box = Box(State(tmp_path / "state.json"))
    box.grade(CARDS[0], 4, NOW)
    box.grade(CARDS[1], 1, NOW)

    due = Box(State(tmp_path / "state.json")).due(CARDS, NOW + timedelta(hours=1), random.Random(1))

    assert due[0] == CARDS[1]
    assert CARDS[0] not in due
    assert len(due) == len(CARDS) - 1


@pytest.mark.parametrize("text", ["{half a", "[]", '{"cards": 3}', '{"cards": {"section1_basics/x": {"due": 4}}}'])
def test_a_state_that_is_not_ours_is_an_empty_one(text: str, tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text(text, encoding="utf-8")

    assert len(Box(State(tmp_path / "state.json")).due(CARDS, NOW, random.Random(1))) == len(CARDS)


def test_anki_gets_every_card_with_its_sections_tag_and_the_same_ids_again(tmp_path: Path) -> None:
    anki(CARDS, tmp_path / "first.apkg")
    anki(CARDS, tmp_path / "second.apkg")

    first, second = (_notes(tmp_path / name) for name in ("first.apkg", "second.apkg"))

    assert len(first) == len(CARDS)
    assert {tag.strip() for _, tag, _ in first} == {section.folder.name for section in Catalogue().sections}
    assert [(guid, tag) for guid, tag, _ in first] == [(guid, tag) for guid, tag, _ in second]
    assert all("<p>" in fields for _, _, fields in first)


def _notes(deck: Path) -> list[tuple[str, str, str]]:
    folder = deck.with_suffix("")
    with zipfile.ZipFile(deck) as package:
        package.extract("collection.anki2", folder)
    database = sqlite3.connect(folder / "collection.anki2")
    try:
        return database.execute("select guid, tags, flds from notes order by guid").fetchall()
    finally:
        database.close()


def test_a_session_at_the_terminal(tmp_path: Path) -> None:
    clone = project_copy(tmp_path / "clone")

    def session(*arguments: str, keys: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kata", "flashcards", *arguments],
            cwd=clone,
            input=keys,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )

    first = session("1.3", "1.4", keys="\n4\n\n7\n4\n")
    again = session("1.3", "1.4")
    beyond = session("9")
    deck = session("--anki", str(tmp_path / "none" / "deck.apkg"))

    assert first.returncode == 0
    assert "2 cards to ask" in first.stdout
    assert "2 cards answered" in first.stdout
    assert first.stdout.count("Comes back in") == 2
    assert "No card is due; the next comes back in" in again.stdout
    assert beyond.returncode == 2
    assert deck.returncode == 2
    assert "cannot be written" in deck.stderr


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "at once"), (60, "in a minute"), (600, "in 10 minutes"), (3600, "in an hour"), (90_000, "tomorrow")],
)
def test_when_is_said_in_words(seconds: int, words: str) -> None:
    assert command._when(NOW + timedelta(seconds=seconds), NOW) == words
