"""The fixtures for an answer that is a Postman collection: `collection`, `environment` and `newman`."""

from __future__ import annotations

from typing import Protocol

import httpx
import pytest

from kata.fixtures import AnswerFiles, Witness
from kata.newman.collection import Collection, environment_of
from kata.newman.place import COLLECTION
from kata.newman.player import Play, Player, Sent

ENVIRONMENT = "environment.json"
_OF_NEWMAN = {
    "accept",
    "accept-encoding",
    "cache-control",
    "connection",
    "content-length",
    "host",
    "postman-token",
    "user-agent",
}
"""Headers of every request that newman sends: nothing to learn from in a report."""


class Newman(Protocol):
    """Plays the answer with other values in its environment; `base_url` is one of them.

    A play is made once for all tests of a module. With `show`, a failing test tells the first exchange that failed.
    """

    def __call__(self, base_url: str, *, show: bool = ..., **values: str) -> Play: ...


@pytest.fixture
def collection(answer: AnswerFiles) -> Collection:
    """The answer's collection.json, as written."""
    return Collection(answer.text(COLLECTION), answer.folder / COLLECTION)


@pytest.fixture
def environment(answer: AnswerFiles) -> dict[str, str]:
    """The variables of the answer's environment.json."""
    return environment_of(answer.text(ENVIRONMENT), answer.folder / ENVIRONMENT)


@pytest.fixture
def newman(
    request: pytest.FixtureRequest, witness: Witness, collection: Collection, environment: dict[str, str]
) -> Newman:
    """Plays the answer's collection with newman. It starts at once, and another server may start beside it."""
    stage = _stage(request.node.getparent(pytest.Module))

    def play(base_url: str, *, show: bool = True, **values: str) -> Play:
        variables = {**environment, **values, "base_url": base_url}
        key = repr(sorted(variables.items()))
        if key not in stage.plays:
            stage.plays[key] = stage.player.play(collection.source, variables, base_url)
        played = stage.plays[key]
        if show:
            _show(played, witness)
        return played

    return play


class _Stage:
    """A newman, and what it has played already, for the tests of one module."""

    def __init__(self) -> None:
        self.player = Player()
        self.plays: dict[str, Play] = {}


STAGE = pytest.StashKey[_Stage]()


def _stage(module: pytest.Module) -> _Stage:
    if STAGE not in module.stash:
        stage = module.stash[STAGE] = _Stage()

        def end() -> None:
            del module.stash[STAGE]
            stage.player.close()

        module.addfinalizer(end)
    return module.stash[STAGE]


def _show(played: Play, witness: Witness) -> None:
    """Let the report tell the exchanges up to the first that failed."""
    failed = next((number for number, sent in enumerate(played.sent) if sent.failures), None)
    shown = played.sent[: failed + 1] if failed is not None else ()
    witness.wire.exchanges[:] = [exchange for sent in shown if (exchange := _exchange(sent))]
    witness.printed = lambda: "\n".join(played.printed)


def _exchange(sent: Sent) -> tuple[httpx.Request, httpx.Response | None] | None:
    """None for a request whose URL leads nowhere, such as `{{base_url}}` that nobody has set."""
    headers = {name: value for name, value in sent.headers.items() if name not in _OF_NEWMAN}
    try:
        request = httpx.Request(sent.method, sent.url, headers=headers, content=sent.body.encode() or None)
    except (httpx.InvalidURL, ValueError, UnicodeError):
        return None
    if sent.status is None:
        return request, None
    return request, httpx.Response(sent.status, headers=sent.answered, content=sent.answer.encode(), request=request)
