"""Walks through pages of generated data (5.5 to 5.7): what was there all the time comes once, and in its order.

The exercises' own tests hold chosen cases; here Hypothesis looks for others, on the reference and on every accepted
answer. The same examples come each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from kata.answer import load_app
from kata.catalogue import ROOT, Catalogue
from kata.fresh import modules_of
from kata.mistakes import mistakes_of, write_answer
from kata.overlay import Answers
from kata.proof import accepted_of, laid

HOME = TemporaryDirectory(prefix="kata-hypothesis-", ignore_cleanup_errors=True)
set_hypothesis_home_dir(HOME.name)  # now: Hypothesis writes there as soon as the tests are collected

CATALOGUE = Catalogue()
ACCEPTED = ROOT / "checks" / "accepted"
LABELS = ("R&B", "Łódź + ?")
"""Values to filter by, which are easily damaged on their way through a link."""

bounded = settings(
    max_examples=15,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[
        Phase.generate
    ],  # a counterexample is short as it is; shrinking would start the answer a hundred times more
    suppress_health_check=[HealthCheck.too_slow],
)
thorough = settings(bounded, max_examples=200)
"""For what must be found: it ends with the first counterexample."""
FolderOf = Callable[[str, str], Path]


def answers(number: str) -> pytest.MarkDecorator:
    """The reference and the accepted answers to one exercise, each a case."""
    names = sorted(accepted_of(CATALOGUE.exercise(number), ACCEPTED))
    return pytest.mark.parametrize("name", ["reference", *names])


@pytest.fixture(scope="module", autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """Hypothesis keeps tables in `.hypothesis`, also without a database of examples."""
    set_hypothesis_home_dir(HOME.name)  # again: `kata.contract` may have set it back
    with HOME:
        yield
    set_hypothesis_home_dir(None)


@pytest.fixture(scope="module")
def folder_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FolderOf]:
    """Where an answer lies complete, by the exercise's number and the answer's name, `mistake NAME` among them."""
    opened: dict[tuple[str, str], Answers] = {}

    def folder(number: str, name: str) -> Path:
        exercise = CATALOGUE.exercise(number)
        if (number, name) not in opened:
            opened[number, name] = Answers(_tree(number, name, tmp_path_factory.mktemp("tree")))
        return opened[number, name].folder(exercise)

    yield folder
    for overlay in opened.values():
        overlay.close()


def _tree(number: str, name: str, scratch: Path) -> Path:
    """A tree in the form of `solutions/` that holds this answer."""
    exercise = CATALOGUE.exercise(number)
    if name == "reference":
        return ROOT / "solutions"
    if name.startswith("mistake "):
        known = {mistake.name: mistake for mistake in mistakes_of(exercise, ROOT / "checks" / "rejected")}
        mistake = known[name.removeprefix("mistake ")]
        write_answer(mistake, ROOT / "solutions" / exercise.key, scratch / exercise.key)
        return scratch
    return laid(accepted_of(exercise, ACCEPTED)[name], exercise, scratch)


@contextmanager
def started(folder: Path) -> Iterator[TestClient]:
    """The answer in `folder`, imported afresh."""
    with modules_of(folder), TestClient(load_app(folder)) as client:
        yield client


def fetched(client: TestClient, address: Any, **query: Any) -> Any:
    """The response to a request for a page that must be there."""
    response = client.get(address, params={name: value for name, value in query.items() if value is not None} or None)
    assert response.status_code == 200, response.text
    return response


def ids(response: Any) -> list[int]:
    return [item["id"] for item in response.json()["items"]]


def filled(
    client: TestClient, path: str, field: str, labels: list[str], gone: set[int], wanted: str | None
) -> list[int]:
    """Delete the items `gone`, add one for each of the labels, and return the ids of all that are `wanted` now."""
    seed = ids(fetched(client, path, limit=100, page_size=100))
    for number in gone:
        assert client.delete(f"{path}/{number}").status_code in (200, 204)
    added = client.post(path, json=[{"title": "New", field: label} for label in labels]).json()
    assert len(added) == len(labels)
    kept = [number for number in seed if number not in gone] if wanted is None else []
    return [*kept, *(item["id"] for item in added if wanted in (None, item[field]))]


def walked(client: TestClient, response: Any, link: Callable[[Any], str | None]) -> tuple[list[list[int]], Any]:
    """The ids on this page and on those that its links lead to, page by page, and the last page."""
    pages = [ids(response)]
    while address := link(response):
        assert len(pages) < 60, "the pages do not end"
        response = fetched(client, response.url.join(address))
        pages.append(ids(response))
    return pages, response


def next_in_header(response: Any) -> str | None:
    """The address with `rel="next"`, which may share its link with another relation (RFC 8288, 3.3)."""
    links = response.links.values()
    return next((link["url"] for link in links if "next" in link.get("rel", "").split()), None)


def cut(numbers: list[int], size: int) -> list[list[int]]:
    """The pages that there should be; of nothing, one empty one."""
    return [numbers[start : start + size] for start in range(0, len(numbers), size)] or [[]]


labels = st.lists(st.sampled_from(LABELS), max_size=12)
wanted = st.sampled_from([*LABELS, None])
sizes = st.integers(1, 5)
gone = st.sets(st.integers(1, 24), max_size=2)


def offset_pages(folder: Path, labels: list[str], wanted: str | None, size: int, gone: set[int]) -> None:
    limit = size if wanted else 5 * size  # the seed is of other genres: without a filter there are 25 more
    with started(folder) as client:
        expected = filled(client, "/books", "genre", labels, gone, wanted)

        first = fetched(client, "/books", limit=limit, genre=wanted)
        there, last = walked(client, first, lambda response: response.json().get("next"))
        back, _ = walked(client, last, lambda response: response.json().get("previous"))

    assert there == cut(expected, limit)
    assert back == there[::-1]
    assert first.json()["total"] == last.json()["total"] == len(expected)


@answers("5.5")
@bounded
@given(labels=labels, wanted=wanted, size=sizes, gone=gone)
def test_offsets_show_each_book_once(
    folder_of: FolderOf, name: str, labels: list[str], wanted: str | None, size: int, gone: set[int]
) -> None:
    offset_pages(folder_of("5.5", name), labels, wanted, size, gone)


def numbered_pages(folder: Path, labels: list[str], wanted: str | None, size: int, gone: set[int]) -> None:
    size = size if wanted else 5 * size
    with started(folder) as client:
        expected = filled(client, "/photos", "album", labels, gone, wanted)

        first = fetched(client, "/photos", page_size=size, album=wanted)
        pages, last = walked(client, first, next_in_header)

    assert pages == cut(expected, size)
    assert first.json()["pages"] == last.json()["pages"] == ceil(len(expected) / size)


@answers("5.6")
@bounded
@given(labels=labels, wanted=wanted, size=sizes, gone=gone)
def test_page_numbers_show_each_photo_once(
    folder_of: FolderOf, name: str, labels: list[str], wanted: str | None, size: int, gone: set[int]
) -> None:
    numbered_pages(folder_of("5.6", name), labels, wanted, size, gone)


NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)
Draft = tuple[int, str]
Event = Draft | int
drafts = st.tuples(st.integers(0, 3), st.sampled_from(LABELS))
"""A new post: its time in microseconds after noon, so few that many are equal, and its topic."""
events = st.lists(st.lists(drafts | st.integers(0, 4), max_size=3), max_size=6)
"""What happens after each page: a new post comes, or one goes, counted back from where the reader is."""


class Feed:
    """The answer's feed, and what it should hold."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.topics: dict[int, str] = {post["id"]: post["topic"] for post in self._page(limit=100)["items"]}
        self.throughout = set(self.topics)

    def _page(self, **query: Any) -> Any:
        return fetched(self.client, "/posts", **query).json()

    def publish(self, drafts: list[Draft]) -> None:
        posts = [
            {"text": "New", "topic": topic, "created_at": (NOON + timedelta(microseconds=micros)).isoformat()}
            for micros, topic in drafts
        ]
        self.topics |= {post["id"]: post["topic"] for post in self.client.post("/posts", json=posts).json()}

    def happen(self, event: Event, read: list[int]) -> None:
        if isinstance(event, tuple):
            self.publish([event])
        elif self.topics:
            there = [number for number in reversed(read) if number in self.topics]
            there += sorted(self.topics.keys() - set(there), reverse=True)
            number = there[event % len(there)]
            assert self.client.delete(f"/posts/{number}").status_code in (200, 204)
            del self.topics[number]
            self.throughout.discard(number)

    def walk(self, limit: int, topic: str | None, events: list[list[Event]]) -> list[tuple[datetime, int]]:
        """Read all pages, with the events between them; returns time and id of each post as it came."""
        self.throughout = {number for number, of in self.topics.items() if topic in (None, of)}
        seen, cursor, waiting = list[tuple[datetime, int]](), None, iter(events)
        for _ in range(60):
            page = self._page(limit=limit, topic=topic, cursor=cursor)
            assert len(page["items"]) <= limit
            for post in page["items"]:
                assert self.topics.get(post["id"]) == post["topic"], "it is gone, or never was"
                assert topic in (None, post["topic"])
                seen.append((datetime.fromisoformat(post["created_at"]), post["id"]))
            cursor = page.get("next_cursor")
            if cursor is None:
                return seen
            for event in next(waiting, []):
                self.happen(event, [number for _, number in seen])
        raise AssertionError("the pages do not end")


def cursor_pages(folder: Path, first: list[Draft], topic: str | None, limit: int, events: list[list[Event]]) -> None:
    with started(folder) as client:
        feed = Feed(client)
        feed.publish(first)
        seen = feed.walk(limit, topic, events)

    numbers = [number for _, number in seen]
    assert len(numbers) == len(set(numbers)), "a post came twice"
    assert feed.throughout <= set(numbers), "a post that was there all the time never came"
    assert [time for time, _ in seen] == sorted((time for time, _ in seen), reverse=True)


@answers("5.7")
@bounded
@given(first=st.lists(drafts, max_size=10), topic=wanted, limit=st.integers(1, 4), events=events)
def test_cursors_show_each_post_once_while_others_come_and_go(
    folder_of: FolderOf, name: str, first: list[Draft], topic: str | None, limit: int, events: list[list[Event]]
) -> None:
    cursor_pages(folder_of("5.7", name), first, topic, limit, events)


@pytest.mark.parametrize(
    "mistake",
    ["offset-in-disguise", "place-looked-up-by-id", "ties-lost", "whole-seconds"],
)
def test_the_walk_finds_cursors_that_lose_posts(folder_of: FolderOf, mistake: str) -> None:
    """A property that lets everything pass would prove nothing."""
    folder = folder_of("5.7", f"mistake {mistake}")
    walk = given(first=st.lists(drafts, max_size=10), topic=wanted, limit=st.integers(1, 4), events=events)(
        lambda first, topic, limit, events: cursor_pages(folder, first, topic, limit, events)
    )

    with pytest.raises(AssertionError):
        thorough(walk)()


@pytest.mark.parametrize(
    ("number", "mistake"),
    [
        ("5.5", "links-not-encoded"),
        ("5.5", "next-after-a-full-page"),
        ("5.5", "next-begins-one-too-far"),
        ("5.6", "one-page-too-many"),
        ("5.6", "links-lose-the-size"),
    ],
)
def test_the_walk_finds_links_that_lead_astray(folder_of: FolderOf, number: str, mistake: str) -> None:
    folder = folder_of(number, f"mistake {mistake}")
    pages = offset_pages if number == "5.5" else numbered_pages
    walk = given(labels=labels, wanted=wanted, size=sizes, gone=gone)(
        lambda labels, wanted, size, gone: pages(folder, labels, wanted, size, gone)
    )

    with pytest.raises(AssertionError):
        thorough(walk)()
