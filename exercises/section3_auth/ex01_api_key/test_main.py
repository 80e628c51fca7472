"""The red tests of 3.1. Each one names the requirement of README.md that it looks at."""

import pytest

SALES = {"title": "Sales", "pages": 12}
RETURNS = {"title": "Returns", "pages": 3}
STOCK = {"title": "Stock", "pages": 7}

ENV = {"API_KEYS": "live-ada-71c4,live-grace-8d02", "SUSPENDED_KEYS": "live-mallory-55e1"}


@pytest.fixture
def client(start):
    """The app, started with the keys above."""
    return start(env=ENV)


@pytest.mark.task(1)
@pytest.mark.parametrize("key", ["live-ada-71c4", "live-grace-8d02"])
def test_a_good_key_reads_the_reports(client, key):
    """Every client has a key of its own: that is how one of them can be shut out."""
    response = client.get("/reports", headers={"X-API-Key": key})

    assert response.status_code == 200
    assert response.json() == [SALES, RETURNS]


@pytest.mark.task(1)
def test_a_good_key_adds_a_report(client):
    """The guard looks at the key, not at the method."""
    response = client.post("/reports", headers={"X-API-Key": "live-ada-71c4"}, json=STOCK)

    assert response.status_code == 201
    assert response.json() == STOCK
    assert client.get("/reports", headers={"X-API-Key": "live-ada-71c4"}).json() == [SALES, RETURNS, STOCK]


@pytest.mark.task(2)
@pytest.mark.parametrize("headers", [{}, {"X-API-Key": ""}], ids=["none", "empty"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_no_key_is_401(client, method, headers):
    """401 says: I do not know who you are. 403 would say that I do (RFC 9110, 15.5.2)."""
    response = client.request(method, "/reports", headers=headers, json=STOCK)

    assert response.status_code == 401


@pytest.mark.task(2)
@pytest.mark.parametrize(
    "key",
    ["wrong", "live-ada-71c", "ada", "live-ada-71c44", "LIVE-ADA-71C4", "live-ada-71c4,live-grace-8d02"],
    ids=["wrong", "beginning", "middle", "longer", "letter-case", "whole-list"],
)
def test_a_wrong_key_is_401(client, key):
    """A key is right as a whole or wrong: `in` on a text finds parts as well."""
    response = client.get("/reports", headers={"X-API-Key": key})

    assert response.status_code == 401


@pytest.mark.task(2)
@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "wrong"}], ids=["none", "wrong"])
def test_a_401_names_its_scheme(client, headers):
    """A 401 must carry a challenge: what could the client send instead (RFC 9110, 11.6.1)?"""
    response = client.get("/reports", headers=headers)

    assert response.status_code == 401
    challenge = response.headers.get("WWW-Authenticate", "").lower()
    assert challenge[:7] == "api-key"


@pytest.mark.task(3)
@pytest.mark.parametrize("active", ["live-ada-71c4", "live-ada-71c4,live-mallory-55e1"], ids=["moved", "in-both-lists"])
def test_a_suspended_key_is_403(start, active):
    """We know this client, and do not let it in: logging in again would not help."""
    client = start(env={"API_KEYS": active, "SUSPENDED_KEYS": "live-bob-9a30,live-mallory-55e1"})

    response = client.get("/reports", headers={"X-API-Key": "live-mallory-55e1"})

    assert response.status_code == 403


@pytest.mark.task(4)
def test_the_keys_come_from_the_environment(start):
    """A key in the code is known to all who can read the code, and a new one needs a release."""
    client = start(env={"API_KEYS": "red-3c1d"})
    assert client.get("/reports", headers={"X-API-Key": "red-3c1d"}).status_code == 200

    client = start(env={"API_KEYS": "blue-90fe"})

    assert client.get("/reports", headers={"X-API-Key": "blue-90fe"}).status_code == 200
    assert client.get("/reports", headers={"X-API-Key": "red-3c1d"}).status_code == 401


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "env",
    [{}, {"API_KEYS": ""}, {"API_KEYS": "", "SUSPENDED_KEYS": ""}, {"API_KEYS": "live-ada-71c4,"}],
    ids=["unset", "empty", "both-empty", "comma-at-the-end"],
)
def test_a_key_that_is_not_listed_never_gets_in(start, monkeypatch, env):
    """A forgotten variable must close the door: splitting an empty text gives one empty key."""
    monkeypatch.delenv("API_KEYS", raising=False)
    monkeypatch.delenv("SUSPENDED_KEYS", raising=False)
    client = start(env=env)

    assert client.get("/reports", headers={"X-API-Key": "live-grace-8d02"}).status_code == 401
    assert client.get("/reports", headers={"X-API-Key": ""}).status_code == 401
    assert client.get("/reports", headers={"Authorization": "Api-Key "}).status_code == 401
    assert client.get("/feed?api_key=").status_code == 401


@pytest.mark.task(5)
@pytest.mark.parametrize("key", ["live-ada-71c4", "live-grace-8d02"])
def test_the_feed_takes_the_key_from_the_url(client, key):
    """Some old readers cannot set headers; they get one route, which only reads."""
    assert client.get("/feed").status_code == 401

    response = client.get(f"/feed?api_key={key}")

    assert response.status_code == 200
    assert response.json() == [SALES, RETURNS]


@pytest.mark.task(5)
def test_the_feed_takes_the_key_from_a_header_too(client):
    """Readers that can do better are not forced to put their key into a URL."""
    response = client.get("/feed", headers={"X-API-Key": "live-grace-8d02"})

    assert response.status_code == 200
    assert response.json() == [SALES, RETURNS]


@pytest.mark.task(5)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_reports_take_no_key_from_the_url(client, method):
    """URLs land in logs, histories and Referer headers, and the key with them."""
    assert client.get("/feed?api_key=live-ada-71c4").status_code == 200

    response = client.request(method, "/reports?api_key=live-ada-71c4", json=STOCK)

    assert response.status_code == 401


@pytest.mark.task(6)
def test_health_needs_no_key(client):
    """A load balancer that gets 401 takes the server out of service."""
    response = client.get("/health")

    assert response.status_code == 200
    assert response.json() == {"status": "ok"}


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("/reports", {"X-API-Key": "clé".encode("latin-1")}),
        ("/reports", {"Authorization": "Api-Key 鍵".encode()}),
        ("/feed?api_key=cl%C3%A9", {}),
    ],
    ids=["x-api-key", "authorization", "query"],
)
def test_a_key_beyond_ascii_is_401(client, url, headers):
    """`compare_digest` raises TypeError on such a text; what a client sends must never be a 500."""
    response = client.get(url, headers=headers)

    assert response.status_code == 401


@pytest.mark.task(8)
@pytest.mark.parametrize(
    "key", ["live-ada-71c4", "live-ada-71c5", "live-mallory-55e1"], ids=["good", "mistyped", "suspended"]
)
def test_an_answer_does_not_repeat_the_key(client, key):
    """Answers are pasted into tickets and chats, and a mistyped key is nearly the right one."""
    response = client.get("/reports", headers={"X-API-Key": key})

    assert response.status_code in (200, 401, 403)
    assert key not in response.text
    assert key not in str(response.headers)


@pytest.mark.task(8)
@pytest.mark.parametrize(("sent", "missing"), [({"pages": 7}, "title"), ({"title": "Stock"}, "pages")])
def test_a_422_does_not_repeat_the_key(client, sent, missing):
    """FastAPI's 422 repeats the input, and the input may hold a secret that somebody put into the wrong place."""
    key = "live-ada-71c4"
    response = client.post("/reports", headers={"X-API-Key": key}, json={"api_key": key, **sent})

    assert response.status_code == 422
    assert missing in response.text
    assert key not in response.text


@pytest.mark.task(9)
@pytest.mark.parametrize("url", ["/reports", "/feed"])
@pytest.mark.parametrize("scheme", ["Api-Key", "api-key", "API-KEY"])
def test_authorization_takes_the_key_as_well(client, scheme, url):
    """The name of a scheme has no letter case (RFC 9110, 11.1)."""
    response = client.get(url, headers={"Authorization": f"{scheme} live-grace-8d02"})

    assert response.status_code == 200
    assert response.json() == [SALES, RETURNS]


@pytest.mark.task(9)
@pytest.mark.parametrize("authorization", ["Bearer live-ada-71c4", "live-ada-71c4"], ids=["bearer", "no-scheme"])
def test_another_scheme_is_401(client, authorization):
    """A key under another scheme's name is another kind of credential."""
    assert client.get("/reports", headers={"Authorization": "Api-Key live-ada-71c4"}).status_code == 200

    response = client.get("/reports", headers={"Authorization": authorization})

    assert response.status_code == 401
