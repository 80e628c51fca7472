"""The red tests of 5.3. Each one names the requirement of README.md that it looks at."""

import itertools
import logging
import time
from secrets import token_hex

import pytest

LOGIN = {"user": "ada", "password": "analytical-engine"}


class Log:
    """All records that the loggers let out."""

    def __init__(self):
        self.records = []

    @property
    def api(self):
        """What the logger `api` has recorded, record by record."""
        return [vars(record) for record in self.records if record.name == "api"]

    @property
    def last(self):
        """The attributes of its last record; none where there is no record."""
        return self.api[-1] if self.api else {}

    @property
    def text(self):
        """All that a handler could write: messages, tracebacks, attributes; the test client's own words left out."""
        heard = [record for record in self.records if not record.name.startswith("httpx")]
        return "\n".join(f"{logging.Formatter().format(record)}\n{vars(record)}" for record in heard)


@pytest.fixture
def log(monkeypatch):
    """Listens at every logger, where `caplog` listens at the root: it never hears a logger that does not propagate."""
    heard, call_handlers = Log(), logging.Logger.callHandlers

    def listen(logger, record):
        heard.records.append(record)
        call_handlers(logger, record)

    monkeypatch.setattr(logging.Logger, "callHandlers", listen)
    return heard


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "/login", 200),
        ("GET", "/parcels/1", 401),
        ("GET", "/track/1", 422),
        ("GET", "/nowhere", 404),
        ("GET", "/rates/atlantis", 500),
    ],
)
def test_each_request_makes_one_record(client, log, method, path, status):
    """Two records count a request twice; none, and what failed before the route never happened."""
    response = client.request(method, path, json=LOGIN)

    assert response.status_code == status
    assert len(log.api) == 1


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/rates/peru", 200), ("DELETE", "/login", 405), ("GET", "/rates/x", 500)],
)
def test_a_record_says_method_path_and_status(client, log, method, path, status):
    """As attributes they can be searched and counted; in a sentence they can only be read."""
    client.request(method, path)

    assert log.last.get("method") == method
    assert log.last.get("path") == path
    assert log.last.get("status") == status


@pytest.mark.task(2)
def test_the_path_has_no_query(client, log):
    """Paths are counted, and each query would count as another path."""
    client.get("/track/1", params={"page": "2"})

    assert log.last.get("path") == "/track/1"


@pytest.mark.task(3)
@pytest.mark.parametrize(("path", "step"), [("/rates/peru", 0.25), ("/rates/atlantis", 4.0)], ids=["200", "500"])
def test_the_duration_is_in_milliseconds(start, log, monkeypatch, path, step):
    """Each look at this clock moves it on by a step; time.perf_counter counts seconds."""
    looks = itertools.count()
    monkeypatch.setattr(time, "perf_counter", lambda: 1000 + next(looks) * step)
    monkeypatch.setattr(time, "perf_counter_ns", lambda: round((1000 + next(looks) * step) * 1e9))
    client, before = start(), time.perf_counter()

    client.get(path)

    took = 1000 * (time.perf_counter() - before)
    assert "duration_ms" in log.last
    assert isinstance(log.last["duration_ms"], int | float)
    assert 1000 * step <= log.last["duration_ms"] < took


@pytest.mark.task(4)
@pytest.mark.parametrize("path", ["/rates/norway", "/nowhere"], ids=["200", "404"])
def test_the_request_id_is_returned(client, log, path):
    """Whoever reports an error can say which one; an answer that went wrong needs it most."""
    sent = token_hex(8)

    response = client.get(path, headers={"X-Request-ID": sent})

    assert response.headers.get("x-request-id") == sent


@pytest.mark.task(4)
@pytest.mark.parametrize("path", ["/rates/norway", "/rates/atlantis"], ids=["200", "500"])
def test_the_request_id_is_logged(client, log, path):
    """With one id, the records of all services that a request went through are found together."""
    sent = token_hex(8)

    client.get(path, headers={"X-Request-ID": sent})

    assert log.last.get("request_id") == sent


@pytest.mark.task(4)
def test_a_missing_request_id_is_made(client, log):
    """Each request has an id of its own, and answer and record agree on it."""
    made = []
    for path in ("/rates/norway", "/rates/norway", "/nowhere"):
        response = client.get(path)

        assert response.headers.get("x-request-id")
        assert log.last.get("request_id") == response.headers["x-request-id"]
        made.append(log.last["request_id"])
    assert len(set(made)) == 3


@pytest.mark.task(5)
def test_a_crash_is_an_error_with_its_traceback(client, log):
    """An alert looks for ERROR; whoever is woken by it needs the line that failed."""
    response = client.get("/rates/atlantis")

    assert response.status_code == 500
    assert log.last.get("levelname") == "ERROR"
    assert "Traceback (most recent call last)" in log.text
    assert "KeyError" in log.text


@pytest.mark.task(5)
@pytest.mark.parametrize("path", ["/rates/norway", "/parcels/1"], ids=["200", "401"])
def test_any_other_answer_is_no_error(client, log, path):
    """A stranger who mistypes an address must not wake anybody."""
    client.get(path)

    assert log.last.get("levelno", logging.CRITICAL) < logging.ERROR


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "login",
    [LOGIN, {"user": "ada", "password": "{secret}"}, {"password": "{secret}"}],
    ids=["right", "wrong", "invalid"],
)
def test_no_record_holds_a_password(client, log, login):
    """A wrong password is often the right one of another account."""
    logging.getLogger("api").setLevel(logging.DEBUG)
    password = login["password"].format(secret=token_hex(8))

    client.post("/login", json={**login, "password": password})

    assert len(log.api) >= 1
    assert password not in log.text


@pytest.mark.task(6)
@pytest.mark.parametrize("path", ["/parcels/1", "/rates/peru", "/rates/atlantis"], ids=["guarded", "open", "crash"])
def test_no_record_holds_an_authorization_header(client, log, path):
    """Many people read logs, and each of them could act as this user."""
    logging.getLogger("api").setLevel(logging.DEBUG)
    secret = token_hex(8)

    client.get(path, headers={"Authorization": f"Bearer {secret}"})

    assert len(log.api) >= 1
    assert secret not in log.text


@pytest.mark.task(6)
def test_no_record_holds_a_token(client, log):
    """A token is handed out in a body and comes back in a query: neither belongs in a log."""
    logging.getLogger("api").setLevel(logging.DEBUG)
    token = client.post("/login", json=LOGIN).json()["token"]

    assert client.get("/track/1", params={"token": token}).json() == {"to": "Oslo"}

    assert len(log.api) >= 2
    assert token not in log.text


@pytest.mark.task(7)
def test_health_is_not_logged(client, log):
    """Machines ask for it every few seconds: in a log that holds it, nobody finds anything else."""
    client.get("/rates/peru")
    assert len(log.api) >= 1
    before = len(log.api)

    response = client.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}
    assert len(log.api) == before


@pytest.mark.task(7)
def test_a_path_that_begins_like_health_is_logged(client, log):
    """Skip one path, not all that begin like it: tomorrow there may be a `/health-records`."""
    response = client.get("/healthz")

    assert response.status_code == 404
    assert log.last.get("path") == "/healthz"
