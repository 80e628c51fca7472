"""Tests with servers: the fixtures `redis_url` and `database_url`, the marker `servers`, the option `--with-servers`.

Without the option such tests are left out, and a line says so. With it the addresses come from the environment, and
where it names none, servers are started (see `kata.daemons`). An answer sees them only where its test hands them on.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import pytest

from kata.catalogue import Exercise
from kata.daemons import DAEMONS, started
from kata.errors import KataError

if TYPE_CHECKING:
    import redis

URLS = pytest.StashKey[dict[str, str]]()
"""The addresses that are known, by their variables."""
LEFT_OUT = pytest.StashKey[int]()
ADDRESSES = tuple(DAEMONS)
"""The variables that hold the addresses of servers. An answer sees only what its test gives them."""
HOLD = 600
"""Seconds after which a claim on a database of Redis lapses, should nobody give it back."""


def needed(exercises: Iterable[Exercise]) -> list[str]:
    """The variables of the servers that the tests of `exercises` ask for by their fixtures."""
    tests = [exercise.test_file.read_text(encoding="utf-8") for exercise in exercises]
    return [variable for variable in DAEMONS if any(variable.lower() in test for test in tests)]


def ensure(variables: Iterable[str]) -> None:
    """`KataError` where a server has neither an address nor a program to start."""
    for variable in variables:
        daemon = DAEMONS[variable]
        if not os.environ.get(variable) and daemon.found() is None:
            raise KataError(
                f"Tests with servers need {daemon.name}: {variable} is not set, and there is no {daemon.program} here.",
                f"Install it ({daemon.install}), or set {variable} to a server of yours. "
                "Without --with-servers the other tests run.",
            )


@contextmanager
def addresses(variables: Sequence[str]) -> Iterator[dict[str, str]]:
    """An address for each variable: the environment's, or of a server that runs as long as the block."""
    ensure(variables)
    urls = {variable: url for variable in variables if (url := os.environ.get(variable))}
    to_start = [variable for variable in variables if variable not in urls]
    with ExitStack() as stack:
        if to_start:
            urls |= stack.enter_context(started(to_start))
        yield urls


@contextmanager
def empty_redis(url: str) -> Iterator[str]:
    """An empty database of the Redis at `url`, emptied again afterwards; one that holds anything is never touched."""
    import redis

    desk = redis.Redis.from_url(url)
    try:
        own, claim = next(_free_databases(url, desk))
    except (redis.RedisError, StopIteration):
        raise _unreachable("REDIS_URL", "it answers, and one of its databases 1 to 15 is empty") from None
    try:
        yield own
    finally:
        with redis.Redis.from_url(own) as database:
            database.flushdb()
        desk.delete(claim)
        desk.close()


def _free_databases(url: str, desk: redis.Redis) -> Iterator[tuple[str, str]]:
    """Databases that are empty and that no other test has claimed: address and claim."""
    for number in range(15, 0, -1):
        own, claim = urlunsplit(urlsplit(url)._replace(path=f"/{number}")), f"kata:database:{number}"
        if desk.set(claim, "taken", nx=True, ex=HOLD):
            with desk.from_url(own) as database:
                if database.dbsize() == 0:
                    yield own, claim
            desk.delete(claim)


@contextmanager
def empty_database(url: str) -> Iterator[str]:
    """A new database on the PostgreSQL server at `url`, gone afterwards."""
    import psycopg

    name = f"kata_{uuid.uuid4().hex[:12]}"
    parts = urlsplit(url)
    try:
        desk = psycopg.connect(urlunsplit(parts._replace(scheme="postgresql")), autocommit=True)
        desk.execute(f'CREATE DATABASE "{name}"'.encode())
    except psycopg.Error:
        raise _unreachable("DATABASE_URL", "it answers, and its user may create databases") from None
    with desk:
        try:
            yield urlunsplit(parts._replace(scheme="postgresql+psycopg", path=f"/{name}"))
        finally:
            desk.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def _unreachable(variable: str, condition: str) -> KataError:
    """Without the address, in which there may be a password."""
    return KataError(f"The {DAEMONS[variable].name} of {variable} cannot be used.", f"See that {condition}.")


# pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("kata").addoption(
        "--with-servers", action="store_true", help="also run the tests that need Redis or PostgreSQL"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "servers: the test needs Redis or PostgreSQL, and runs with --with-servers only")


def left_out(config: pytest.Config, items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """Those of `items` that do not run, as nobody asked for servers."""
    if config.option.with_servers:
        return []
    return [item for item in items if item.get_closest_marker("servers")]


@pytest.hookimpl(trylast=True)  # what `-k` has left out is not missed
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    apart = left_out(config, items)
    if apart:
        items[:] = [item for item in items if item not in apart]
        config.hook.pytest_deselected(items=apart)
        _remember(config, len(apart))
    fixtures = {name for item in items for name in getattr(item, "fixturenames", ())}
    try:
        ensure(variable for variable in DAEMONS if variable.lower() in fixtures and URLS not in config.stash)
    except KataError as error:
        raise pytest.UsageError(str(error)) from None


def _remember(config: pytest.Config, count: int) -> None:
    config.stash[LEFT_OUT] = count
    if hasattr(config, "workeroutput"):  # a process of xdist, whose parent writes the line
        config.workeroutput["without_servers"] = count


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    if count := getattr(node, "workeroutput", {}).get("without_servers", 0):
        _remember(node.config, count)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    if count := config.stash.get(LEFT_OUT, 0):
        terminalreporter.write_line(f"Tests with servers, left out without --with-servers: {count}")


def _address(config: pytest.Config, variable: str) -> str:
    known = config.stash.setdefault(URLS, {})
    if variable not in known:
        stack = ExitStack()
        known |= stack.enter_context(addresses([variable]))
        config.add_cleanup(stack.close)
    return known[variable]


@pytest.fixture
def redis_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of an empty database in Redis."""
    with empty_redis(_address(pytestconfig, "REDIS_URL")) as url:
        yield url


@pytest.fixture
def database_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of an empty database in PostgreSQL, for SQLAlchemy."""
    with empty_database(_address(pytestconfig, "DATABASE_URL")) as url:
        yield url
