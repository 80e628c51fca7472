"""Play an OpenAPI document against the answer, by schemathesis, and tell the first promise that is broken.

The requests depend on the document alone: the examples that it gives, then some that fit it and some that do not, the
shortest first. So a broken promise is shown by a short request without any shrinking, and by the same one in each run.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

import pytest

from kata.catalogue import shown
from kata.document import Document
from kata.errors import KataError

if TYPE_CHECKING:
    from fastapi.testclient import TestClient

    from kata.fixtures import Witness

DOCUMENT = "openapi.yaml"
"""What the document is called in the folder of its exercise."""
SEED = 44
EXAMPLES = 10
"""Most requests that fit an operation, and most that do not."""
BASE = "http://testserver"

# What schemathesis and requests say of themselves; the client of the tests has words of its own.
_OWN_HEADERS = {"accept", "accept-encoding", "connection", "content-length", "user-agent", "x-schemathesis-testcaseid"}


@dataclass(frozen=True)
class Words:
    """Words that a report shows as they are, without quotes."""

    text: str

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Played:
    """What came of an operation: where every promise was kept, `answered` equals `promised`."""

    answered: Words
    promised: Words
    place: str = ""
    """`path:line` of the promise that is broken."""
    response: Any = None
    """The answer that broke it; its `request` is what it answers."""


KEPT = Played(Words("as promised"), Words("as promised"))


@dataclass(frozen=True)
class Request:
    """A request as it goes over the wire, and the case of schemathesis that it comes from."""

    case: Any
    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @classmethod
    def of(cls, case: Any) -> Self:
        import requests

        wire = case.as_transport_kwargs(base_url=BASE)
        known = {"method", "url", "headers", "params", "json", "data", "files", "cookies"}
        sent: Any = requests.Request(**{name: wire[name] for name in known & set(wire)}).prepare()
        headers = {name: value for name, value in sent.headers.items() if name.lower() not in _OWN_HEADERS}
        body = sent.body or b""
        return cls(case, sent.method, sent.url, headers, body.encode() if isinstance(body, str) else body)

    def length(self) -> tuple[int, str, bytes]:
        return len(self.url) + len(self.body), self.url, self.body


def play(document: Path, client: TestClient, operation: str) -> Played:
    """Send what `document` makes of `operation`, such as `GET /users/{id}`, until an answer is not as it says.

    Returns the first broken promise, or `KEPT`. `KataError` where there is nothing to send.
    """
    requests = requests_of(document).get(operation)
    if not requests:
        raise KataError(f"{shown(document)} has no operation {operation!r}.", "Name one such as `GET /users/{id}`.")
    for request in requests:
        response = client.request(request.method, request.url, headers=request.headers, content=request.body)
        if failures := _failures(request, response):
            return _told(document, operation, failures, response)
    return KEPT


def prepare(folder: Path) -> None:
    """Make the requests of the exercise in `folder` ready, if it has a document: it takes about two seconds.

    Worth doing before a test's time is measured, and before a fork. No thread is left running.
    """
    if (folder / DOCUMENT).is_file():
        requests_of(folder / DOCUMENT)


def requests_of(document: Path) -> dict[str, list[Request]]:
    """The requests of each operation of `document`; made anew only when the file has changed."""
    return _requests_of(document, document.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _requests_of(document: Path, _mtime_ns: int) -> dict[str, list[Request]]:
    import schemathesis

    schema = schemathesis.openapi.from_path(document, config=schemathesis.Config(seed=SEED))
    schema.config.generation.codec = None  # else Hypothesis asks each of a million characters, for seconds
    operations: list[Any] = [cast(Any, found).ok() for found in schema.get_all_operations()]
    made = dict[str, list[Request]]()
    with _nothing_left_behind():
        for operation in operations:
            given = [_drawn(strategy, 1) for strategy in operation.get_strategies_from_examples()]
            random = [_drawn(operation.as_strategy(mode), EXAMPLES) for mode in schemathesis.GenerationMode]
            made[operation.label] = [*chain(*given), *sorted(chain(*random), key=Request.length)]
    return made


def _drawn(strategy: Any, most: int) -> list[Request]:
    import hypothesis

    found = list[Request]()

    @hypothesis.seed(SEED)
    @hypothesis.settings(
        database=None,
        deadline=None,
        max_examples=most,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(strategy)
    def draw(case: Any) -> None:
        found.append(Request.of(case))

    with suppress(hypothesis.errors.Unsatisfiable):  # where nothing can be sent that does not fit
        draw()
    return found


@contextmanager
def _nothing_left_behind() -> Iterator[None]:
    """Hypothesis keeps tables in `.hypothesis`, also without a database of examples."""
    from hypothesis.configuration import set_hypothesis_home_dir

    with tempfile.TemporaryDirectory() as home:
        set_hypothesis_home_dir(home)
        try:
            yield
        finally:
            set_hypothesis_home_dir(None)


def _failures(request: Request, response: Any) -> list[Any]:
    """What schemathesis has against an answer."""
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    wanted: list[Any] = [
        not_a_server_error,
        checks.status_code_conformance,
        checks.content_type_conformance,
        checks.response_schema_conformance,
    ]
    try:
        request.case.validate_response(response, checks=wanted)
    except BaseExceptionGroup as group:
        return list(group.exceptions)
    return []


def _told(document: Path, operation: str, failures: list[Any], response: Any) -> Played:
    """The plainest of the failures: of the status, else of the content type, else of the body."""
    lines = Document(document)
    method, _, path = operation.partition(" ")
    answers = ("paths", path, method.lower(), "responses")
    status = lines.answer(answers, response.status_code)
    kinds = {type(failure).__name__: failure for failure in failures}

    def played(answered: str, promised: str, *where: str) -> Played:
        return Played(Words(answered), Words(promised), f"{shown(document)}:{lines.line(*where)}", response)

    if status is None or kinds.keys() & {"ServerError", "UndefinedStatusCode"}:
        codes = " or ".join(lines.keys(*answers))
        return played(f"status {response.status_code}", f"status {codes}", *answers)
    content = (*answers, status, "content")
    kind = response.headers.get("content-type", "no content type").partition(";")[0]
    promised = lines.keys(*content)
    if kind not in promised:
        return played(kind, " or ".join(promised), *content)
    wrong = kinds.get("JsonSchemaError")
    if wrong is None:
        return played(f"a body that is no {kind}", kind, *content, kind)
    line = lines.within((*content, kind, "schema"), wrong.instance_path, str(wrong.schema_path[-1]))
    at = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in wrong.instance_path)
    said = wrong.message.splitlines()[0]
    answered = f"{said} (at body{at})" if at else said
    return Played(Words(answered), Words(lines.text(line)), f"{shown(document)}:{line}", response)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Before the first test, as no test is to be longer for it."""
    for folder in {item.path.parent for item in session.items if "contract" in getattr(item, "fixturenames", ())}:
        prepare(folder)


@pytest.fixture
def contract(request: pytest.FixtureRequest, witness: Witness) -> Callable[[TestClient, str], tuple[Words, Words, str]]:
    """Plays one operation of the exercise's `openapi.yaml` against the answer: `contract(client, "GET /users")`.

    Returns what was answered, what is promised (the same, where every promise is kept), and where. Of all that went
    over the wire, only the exchange that broke a promise is kept for the report.
    """
    document = request.path.parent / DOCUMENT

    def played(client: TestClient, operation: str) -> tuple[Words, Words, str]:
        exchanges, raised = witness.wire.exchanges, witness.raised
        before, came = len(exchanges), len(raised)
        result = play(document, client, operation)
        last = len(exchanges)
        errors = [(before + 1, error) for number, error in raised[came:] if number == last]
        del raised[came:]
        if result is KEPT:
            del exchanges[before:]
        else:
            del exchanges[before:-1]
            raised += errors
        return result.answered, result.promised, f"stated in {result.place}"

    return played
