"""The red tests of 6.2. Each one names the requirement of README.md that it looks at."""

import re
from time import perf_counter

import pytest

LIMIT = 64 * 1024
JSON = {"Content-Type": "application/json"}
NOTE = b'{"text":"Buy milk."}'
SECURITY = {"X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY", "Referrer-Policy": "no-referrer"}


def note_of(size):
    """A note that is `size` bytes long: JSON may be followed by spaces."""
    return NOTE.ljust(size)


def missing(response):
    """The names of the five headers that the answer lacks."""
    return [name for name in ("X-Process-Time", "X-Request-ID", *SECURITY) if name not in response.headers]


@pytest.fixture
def closed(start):
    """The app in maintenance mode."""
    return start(env={"MAINTENANCE": "1"})


@pytest.mark.task(1)
@pytest.mark.parametrize("rows", [5, 20])
def test_process_time_is_the_time_that_the_answer_took(client, clock, rows):
    """The system clock, here stopped, is for dates: it can be set back. `perf_counter` is for durations."""
    before = perf_counter()
    response = client.get(f"/report?rows={rows}")
    outside = perf_counter() - before

    assert response.status_code == 200
    assert "X-Process-Time" in response.headers
    inside = response.json()["seconds"]
    assert float(response.headers["X-Process-Time"]) >= inside - 0.001
    assert float(response.headers["X-Process-Time"]) <= outside + 0.001


@pytest.mark.task(2)
@pytest.mark.parametrize("sent", ["order-812", "7f3c"])
def test_a_request_id_is_handed_on(client, sent):
    """One id all the way, from the first proxy to the last service, finds every log line of a request."""
    response = client.get("/health", headers={"X-Request-ID": sent})

    assert response.status_code == 200
    assert response.headers.get("X-Request-ID") == sent


@pytest.mark.task(2)
def test_a_request_without_an_id_gets_its_own(client):
    """An id that two requests share finds the log lines of both."""
    first = client.get("/health").headers.get("X-Request-ID")
    second = client.get("/health").headers.get("X-Request-ID")

    assert first
    assert second
    assert first != second


@pytest.mark.task(3)
@pytest.mark.parametrize(("header", "value"), SECURITY.items(), ids=SECURITY)
def test_an_answer_has_the_security_headers(client, header, value):
    """A browser then guesses no types, shows this in no other site's frame, and tells no other site the address."""
    response = client.get("/notes")

    assert response.status_code == 200
    assert response.headers.get(header) == value


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("method", "url", "status"),
    [("GET", "/nothing", 404), ("DELETE", "/notes", 405), ("POST", "/notes", 422)],
    ids=["404", "405", "422"],
)
def test_an_error_has_all_five_headers(client, method, url, status):
    """Errors are the answers whose ids people look up; no route's own code ever sees these three."""
    response = client.request(method, url)

    assert response.status_code == status
    assert missing(response) == []


@pytest.mark.task(4)
def test_a_503_has_all_five_headers(closed):
    """The middleware added last is outermost: only what is outside of a refusal can mark it."""
    response = closed.get("/notes")

    assert response.status_code == 503
    assert missing(response) == []


@pytest.mark.task(4)
def test_a_413_has_all_five_headers(client):
    """A refusal is an answer like any other, wherever it is made."""
    response = client.post("/notes", headers=JSON, content=note_of(LIMIT + 1))

    assert response.status_code == 413
    assert missing(response) == []


@pytest.mark.task(5)
@pytest.mark.parametrize("url", ["/notes", "/report", "/nothing", "/healthy"])
def test_maintenance_is_503(closed, url):
    """503 says: not now. An exception raised in middleware is out of reach of FastAPI's handlers, and ends as a 500."""
    response = closed.get(url)

    assert response.status_code == 503
    assert "detail" in response.json()


@pytest.mark.task(5)
def test_maintenance_says_when_to_come_back(closed):
    """Clients and search engines wait that long; without it they keep trying (RFC 9110, 10.2.3)."""
    response = closed.get("/notes")

    assert response.status_code == 503
    assert re.fullmatch("[0-9]+|[A-Z][a-z]{2}, .+ GMT", response.headers.get("Retry-After", ""))


@pytest.mark.task(5)
def test_health_is_open_in_maintenance(closed):
    """Whatever watches the process must not restart it for a planned break."""
    assert closed.get("/notes").status_code == 503

    response = closed.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.task(5)
@pytest.mark.parametrize("value", ["0", ""], ids=["zero", "empty"])
def test_maintenance_can_be_switched_off(start, value):
    """Every variable is a string, and the string "0" is true."""
    assert start(env={"MAINTENANCE": "1"}).get("/notes").status_code == 503

    response = start(env={"MAINTENANCE": value}).get("/notes")

    assert response.status_code == 200
    assert response.json() == []


@pytest.mark.task(6)
def test_a_body_over_the_limit_is_413(client):
    """An announced length can be refused before a byte of the body is read (RFC 9110, 15.5.14)."""
    response = client.post("/notes", headers=JSON, content=note_of(LIMIT + 1))

    assert response.status_code == 413
    assert "detail" in response.json()
    assert client.get("/notes").json() == []


@pytest.mark.task(6)
@pytest.mark.parametrize("size", [len(NOTE), LIMIT], ids=["small", "at-the-limit"])
def test_a_body_within_the_limit_still_arrives(client, size):
    """Bodies up to the limit pass, and whole: middleware that reads the stream leaves nothing for the route."""
    refused = client.post("/notes", headers=JSON, content=note_of(LIMIT + 1))
    assert refused.status_code == 413, f"a body of {LIMIT + 1:,} bytes is over the limit"

    response = client.post("/notes", headers=JSON, content=note_of(size))

    assert response.status_code == 201
    assert response.json() == {"text": "Buy milk."}
