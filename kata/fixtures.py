"""The fixtures that exercises are tested with: `start`, `client`, `clock`, `served` and `answer`."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol

import pytest
from fastapi.testclient import TestClient

from kata.answer import AnswerError, load_app, load_module, place_of, read_text, summary_of
from kata.exchange import Wire
from kata.fresh import modules_of
from kata.servers import ADDRESSES

if TYPE_CHECKING:
    import httpx
    import time_machine

    from kata.serving import Server

NOON = datetime(2030, 6, 15, 12, 0, tzinfo=UTC)
"""Where `clock` stands when a test begins."""


class Start(Protocol):
    """Starts the answer and returns a client for it; called again in one test, it is a restart."""

    def __call__(
        self,
        env: Mapping[str, str] = ...,
        base_url: str = ...,
        peer: tuple[str, int] = ...,
    ) -> TestClient: ...


class Witness:
    """What one test has seen of the answer: the exchanges, and the exceptions that left the application."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wire = Wire()
        self.raised: list[tuple[int, BaseException]] = []  # with the number of the exchange
        self.printed: Callable[[], str] = str  # what a served answer wrote, if there is one

    def watched(self, app: Any) -> Callable[..., Any]:
        """`app`, with every exception that it lets out kept for the report."""

        async def application(scope: Any, receive: Any, send: Any) -> None:
            try:
                await app(scope, receive, send)
            except BaseException as error:
                self.raised.append((len(self.wire.exchanges), error))
                raise

        return application


@pytest.fixture
def witness(request: pytest.FixtureRequest) -> Witness:
    from kata.plugin import WITNESS, answer_folder

    seen = Witness(answer_folder(request.node))
    request.node.stash[WITNESS] = seen
    return seen


@contextmanager
def _logging_restored() -> Iterator[None]:
    """Within the block, logging may be changed at will."""
    root = logging.getLogger()
    known = {name: log for name, log in root.manager.loggerDict.items() if isinstance(log, logging.Logger)}
    before = {log: (log.level, log.propagate, log.disabled, log.handlers[:]) for log in (root, *known.values())}
    disabled = root.manager.disable
    try:
        yield
    finally:
        root.manager.disable = disabled
        now = [log for log in root.manager.loggerDict.values() if isinstance(log, logging.Logger)]
        for log in (root, *now):
            level, log.propagate, log.disabled, log.handlers[:] = before.get(log, (logging.NOTSET, True, False, []))
            if log.level != level:  # setting it empties every logger's cache
                log.setLevel(level)


@contextmanager
def _environment(env: Mapping[str, str]) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ADDRESSES:  # a learner's own database is no playground
            patch.delenv(name, raising=False)
        for name, value in env.items():
            patch.setenv(name, value)
        yield


@pytest.fixture
def start(witness: Witness) -> Iterator[Start]:
    """Import the answer afresh, run its lifespan, and return a `TestClient` on which a crash is a 500."""
    running = ExitStack()

    def started(
        env: Mapping[str, str] = {},  # only read
        base_url: str = "http://testserver",
        peer: tuple[str, int] = ("testclient", 50000),
    ) -> TestClient:
        running.close()
        witness.raised.clear()
        running.enter_context(_environment(env))
        running.enter_context(_logging_restored())
        running.enter_context(modules_of(witness.folder))
        app = load_app(witness.folder)
        client = TestClient(witness.watched(app), base_url=base_url, client=peer, raise_server_exceptions=False)
        witness.wire.listen(client)
        try:
            running.enter_context(client)
        except Exception as error:
            place = place_of(error, witness.folder)
            raise AnswerError("the app does not start", summary_of(error), place, "Look at its lifespan.") from error
        return client

    with running:
        yield started


@pytest.fixture
def client(start: Start) -> TestClient:
    """The answer, started as it is."""
    return start()


class AnswerFiles:
    """The files of an answer that is no app, or more than one: a collection, a text, a list of choices."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def text(self, name: str) -> str:
        """What the file `name` holds; `AnswerError` where it is missing or no UTF-8."""
        return read_text(self.folder / name)

    def module(self, name: str) -> ModuleType:
        """The module `name`, imported afresh; `AnswerError` says what stands in the way."""
        return load_module(self.folder, name)


@pytest.fixture
def answer(witness: Witness) -> Iterator[AnswerFiles]:
    """The files of the answer, where it is not (only) an app."""
    with _logging_restored(), modules_of(witness.folder):
        yield AnswerFiles(witness.folder)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands at noon, UTC, of 15 June 2030, until the test moves it: `clock.shift(61)`, in seconds."""
    import time_machine

    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


class Served(Protocol):
    """Serves the answer on a real port and returns an httpx client whose base URL is that port.

    Another `app`, such as `provider:app`, is one that the exercise gives. It runs until the last test of its module:
    a test that needs it in a known state resets it. Its exchanges are no part of what the answer is shown to have said.
    """

    def __call__(self, env: Mapping[str, str] = ..., app: str = ...) -> httpx.Client: ...


@pytest.fixture
def served(witness: Witness, request: pytest.FixtureRequest) -> Iterator[Served]:
    """The answer, or an app that its exercise gives, under uvicorn, on a free port, in a process of its own."""
    import httpx

    from kata.serving import ANSWER, serve

    with ExitStack() as running:

        def start_server(env: Mapping[str, str] = {}, app: str = ANSWER) -> httpx.Client:  # only read
            if app == ANSWER:
                server = running.enter_context(serve(witness.folder, env))
                witness.printed = server.output
            else:
                server = _given(request, env, app)
                running.enter_context(_environment({"no_proxy": "127.0.0.1", **_few_certificates()}))
            # No certificates are needed, and reading them takes longer than many a test.
            client = running.enter_context(httpx.Client(base_url=server.url, timeout=5, trust_env=False, verify=False))
            if app == ANSWER:
                witness.wire.listen(client)
            return client

        yield start_server


@pytest.fixture
def refused(witness: Witness) -> Callable[[Mapping[str, str]], str]:
    """Starts the answer as `served` does and gives all that it wrote when it refused; empty when it did start."""
    from kata.serving import StartError, serve

    def try_to_start(env: Mapping[str, str]) -> str:
        try:
            with serve(witness.folder, env):
                return ""
        except StartError as error:
            return error.said or "nothing"

    return try_to_start


def _few_certificates() -> dict[str, str]:
    """For an answer that calls the given app, over plain http: a bundle of one certificate instead of all.

    Each httpx client reads the bundle when it is made, in 25 to 45 ms, and an answer may make one a request.
    """
    import certifi

    first, end, _ = certifi.contents().partition("-----END CERTIFICATE-----\n")
    bundle = Path(tempfile.gettempdir()) / "kata-one-certificate.pem"
    if not bundle.is_file():
        bundle.write_text(first + end, encoding="ascii")
    return {"SSL_CERT_FILE": str(bundle)}


GIVEN = pytest.StashKey[dict[tuple[str, str], "Server"]]()


def _given(request: pytest.FixtureRequest, env: Mapping[str, str], app: str) -> Server:
    """The server of an app that the exercise gives: one a module and environment, as starting it takes a while."""
    from kata.serving import serve

    module: pytest.Module = request.node.getparent(pytest.Module)
    servers = module.stash.setdefault(GIVEN, {})
    key = (app, repr(sorted(env.items())))
    if key not in servers:
        running = ExitStack()
        servers[key] = running.enter_context(serve(request.path.parent, env, app))
        running.callback(servers.pop, key)
        module.addfinalizer(running.close)
    return servers[key]
