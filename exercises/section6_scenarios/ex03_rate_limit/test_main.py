"""The red tests of 6.3. Each one names the requirement of README.md that it looks at."""

import socket
import socketserver
import threading
import time
from contextlib import suppress

import pytest
from fastapi.testclient import TestClient


@pytest.fixture
def api(start, clock):
    """The answer with three requests a minute; the clock stands still unless a test moves it."""
    return start({"RATE_LIMIT": "3"})


def another(client, host, port=50000):
    """A client of the same running app that calls from another address."""
    caller = TestClient(client.app, client=(host, port), raise_server_exceptions=False)
    caller.portal, caller.event_hooks = client.portal, client.event_hooks
    return caller


def seconds(text):
    """The seconds from now that a header tells; where it is a point in time, those until then."""
    assert text.isdecimal(), f"{text!r} is no whole number"
    return int(text) - int(time.time()) if int(text) > 1_000_000 else int(text)


@pytest.mark.task(1)
@pytest.mark.parametrize("limit", [1, 2, 4])
def test_so_many_are_let_in_and_no_more(start, clock, limit):
    """The number comes from the setting, and the one after it is the first that is too many."""
    client = start({"RATE_LIMIT": str(limit)})

    statuses = [client.get("/quotes").status_code for _ in range(limit + 2)]

    assert statuses == [200] * limit + [429, 429]


@pytest.mark.task(1)
def test_one_limit_holds_for_both_routes(api):
    """With a budget a route, every new route would give a client more."""
    statuses = [api.get(path).status_code for path in ("/quotes", "/quotes/1", "/quotes", "/quotes/2")]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.task(2)
def test_failed_requests_count(api):
    """Whoever guesses numbers or sends nonsense costs as much as anybody else."""
    statuses = [api.get(f"/quotes/{number}").status_code for number in ("98", "99", "first", "1")]

    assert statuses == [404, 404, 422, 429]


@pytest.mark.task(3)
@pytest.mark.parametrize("path", ["/quotes", "/quotes/1"])
def test_each_answer_says_how_many_are_left(api, path):
    """A polite client slows down before it is refused."""
    answers = [api.get(path) for _ in range(3)]

    assert [answer.headers.get("x-ratelimit-limit") for answer in answers] == ["3", "3", "3"]
    assert [answer.headers.get("x-ratelimit-remaining") for answer in answers] == ["2", "1", "0"]


@pytest.mark.task(3)
@pytest.mark.parametrize("after", [0, 20, 59])
def test_reset_lies_within_the_minute(api, clock, after):
    """In seconds from now, or as a point in time, in seconds since 1970: APIs do both."""
    api.get("/quotes")
    clock.shift(after)

    response = api.get("/quotes")

    reset = response.headers.get("x-ratelimit-reset", "")
    assert reset != ""
    assert 1 <= seconds(reset) <= 61


@pytest.mark.task(3)
@pytest.mark.parametrize(("number", "status"), [("99", 404), ("first", 422)])
def test_an_error_says_how_many_are_left_too(api, number, status):
    """A failed request has been counted, so it says so."""
    response = api.get(f"/quotes/{number}")

    assert response.status_code == status
    assert response.headers.get("x-ratelimit-remaining") == "2"
    assert {"x-ratelimit-limit", "x-ratelimit-reset"} <= set(response.headers)


@pytest.mark.task(3)
def test_a_refusal_has_nothing_left_and_not_less(api):
    """Two were too many, but below nothing there is no number that a client could use."""
    refused = [api.get("/quotes") for _ in range(5)][3:]

    assert [answer.status_code for answer in refused] == [429, 429]
    assert [answer.headers.get("x-ratelimit-remaining") for answer in refused] == ["0", "0"]
    assert all({"x-ratelimit-limit", "x-ratelimit-reset"} <= set(answer.headers) for answer in refused)


@pytest.mark.task(4)
@pytest.mark.parametrize("after", [0, 10])
def test_a_refusal_says_when_to_come_back(api, clock, after):
    """Without it, clients ask again at once and make it worse (RFC 6585, 4)."""
    api.get("/quotes")
    clock.shift(after)

    response = [api.get("/quotes") for _ in range(3)][-1]

    assert response.status_code == 429
    assert response.headers.get("retry-after") in [str(seconds) for seconds in range(1, 61)]
    assert "detail" in response.json()


@pytest.mark.task(4)
@pytest.mark.parametrize("header", ["Retry-After", "X-RateLimit-Reset"])
def test_the_wait_grows_shorter(api, clock, header):
    """A client that is always told to wait for a minute waits too long, or gives up."""
    clock.shift(5)
    now = [api.get("/quotes") for _ in range(4)][-1]
    assert now.status_code == 429
    wait = seconds(now.headers.get(header, ""))

    clock.shift(10)
    later = api.get("/quotes")

    assert later.status_code == 429
    assert seconds(later.headers.get(header, "")) in range(wait - 12, wait - 7)


@pytest.mark.task(5)
def test_after_a_while_there_is_room_again(api, clock):
    """A limit is not a ban. Two minutes later even a sliding window is empty."""
    assert [api.get("/quotes").status_code for _ in range(4)] == [200, 200, 200, 429]

    clock.shift(2 * 60 + 1)
    response = api.get("/quotes")

    assert response.status_code == 200
    assert response.headers.get("x-ratelimit-remaining") == "2"


@pytest.mark.task(6)
def test_clients_are_counted_apart(api):
    """One that asks too much must not shut the others out."""
    other = another(api, "10.0.0.7")
    assert [api.get("/quotes").status_code for _ in range(4)] == [200, 200, 200, 429]

    statuses = [other.get("/quotes").status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.task(6)
def test_another_port_is_the_same_client(api):
    """Each new connection has a new port."""
    other = another(api, "testclient", port=50001)

    statuses = [caller.get("/quotes").status_code for caller in (api, other, api, other)]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.task(6)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "User-Agent", "Authorization"])
def test_a_header_makes_no_new_client(api, header):
    """What a client writes itself, it can write anew each time."""
    statuses = [api.get("/quotes", headers={header: f"10.0.0.{n}"}).status_code for n in range(4)]

    assert statuses == [200, 200, 200, 429]


@pytest.mark.task(7)
def test_health_is_never_refused(api):
    """A monitor that is refused raises the alarm."""
    assert [api.get("/quotes").status_code for _ in range(4)] == [200, 200, 200, 429]

    statuses = [api.get("/health").status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 200]


@pytest.mark.task(7)
def test_health_takes_nothing_from_the_limit(api):
    """A monitor behind the same address must not use up what people need."""
    assert [api.get("/health").status_code for _ in range(4)] == [200, 200, 200, 200]

    statuses = [api.get("/quotes").status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


@pytest.fixture
def not_redis():
    """A port on which something listens that is no Redis: it notes what it is asked, and refuses each command."""
    asked, connections = [], []

    class Refuse(socketserver.StreamRequestHandler):
        def handle(self):
            connections.append(self.connection)
            for line in self.rfile:
                asked.append(line)
                if line.startswith(b"*"):
                    self.wfile.write(b"-ERR this is no Redis\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refuse) as server:
        server.asked = asked
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        yield server
        server.shutdown()
        for connection in connections:  # a client may well keep its own open
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.task(8)
def test_the_count_is_kept_at_redis_url(start, not_redis):
    """Ten processes that count each for itself let ten times as much in."""
    client = start({"RATE_LIMIT": "3", "REDIS_URL": f"redis://127.0.0.1:{not_redis.server_address[1]}"})

    client.get("/quotes")  # whatever comes of it: here nothing can be counted

    assert not_redis.asked != [], "nobody asked the server at REDIS_URL"


@pytest.mark.task(8)
@pytest.mark.servers
@pytest.mark.process
def test_two_processes_share_one_limit(served, redis_url):
    """The promise is made to the client, however many processes there are."""
    first, second = (served({"RATE_LIMIT": "5", "REDIS_URL": redis_url}) for _ in range(2))

    statuses = [server.get("/quotes").status_code for server in (first, second) * 4]

    assert statuses == [200, 200, 200, 200, 200, 429, 429, 429]
