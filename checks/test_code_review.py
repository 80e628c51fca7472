"""The eight flaws of 7.2 are flaws: each shows in an exchange, or in the file. What is right there, works."""

from __future__ import annotations

import time
from collections.abc import Iterator
from types import ModuleType

import pytest
from fastapi.testclient import TestClient
from jose import jwt  # type: ignore[import-untyped]

from kata.answer import load_module
from kata.catalogue import ROOT, Catalogue
from kata.fresh import modules_of

EXERCISE = Catalogue().exercise("7.2")
LATER, LONG_AGO = 4102444800, 1000000000


@pytest.fixture
def service() -> Iterator[ModuleType]:
    with modules_of(EXERCISE.folder):
        yield load_module(EXERCISE.folder, "service")


@pytest.fixture
def client(service: ModuleType) -> TestClient:
    return TestClient(service.app)


@pytest.fixture
def ada(service: ModuleType) -> dict[str, str]:
    return token(service.SECRET_KEY, LATER)


def token(secret: str, expires: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {jwt.encode({'sub': 'ada', 'exp': expires}, secret, algorithm='HS256')}"}


@pytest.fixture
def tickets(client: TestClient, ada: dict[str, str]) -> list[str]:
    """The addresses of three tickets."""
    created = [client.post("/tickets", json={"title": title}, headers=ada) for title in ("lamp", "door", "lamp 2")]
    assert [response.status_code for response in created] == [201] * 3
    return [response.headers["Location"] for response in created]


def test_it_works(client: TestClient, ada: dict[str, str], tickets: list[str]) -> None:
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get(tickets[1], headers=ada).json() == {"id": 2, "title": "door", "closed": False}
    found = client.get("/tickets?word=lamp&after=1", headers=ada)
    assert found.json() == [{"id": 3, "title": "lamp 2", "closed": False}]
    for method, address in (("GET", tickets[0]), ("GET", "/tickets"), ("POST", "/tickets"), ("POST", "/reminders")):
        refused = client.request(method, address, json={"title": "x"} if method == "POST" else None)
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert client.get("/tickets", headers=token("another", LATER)).status_code == 401
    assert client.get("/tickets?limit=101", headers=ada).status_code == 422
    assert client.post("/tickets", json={"title": "x", "closed": True}, headers=ada).status_code == 422


def test_error_as_200(client: TestClient, ada: dict[str, str]) -> None:
    assert client.get("/tickets/99", headers=ada).status_code == 200


def test_get_changes_state(client: TestClient, ada: dict[str, str], tickets: list[str]) -> None:
    client.get(f"{tickets[0]}/close", headers=ada)

    assert client.get(tickets[0], headers=ada).json()["closed"] is True


def test_secret_in_code() -> None:
    assert 'SECRET_KEY = "' in (EXERCISE.folder / "service.py").read_text(encoding="utf-8")


def test_expired_token(client: TestClient, service: ModuleType) -> None:
    assert client.get("/tickets", headers=token(service.SECRET_KEY, LONG_AGO)).status_code == 200


def test_unguarded_route(client: TestClient, tickets: list[str]) -> None:
    assert "delete" not in client.get("/openapi.json").json()["paths"].get("/tickets/{number}", {})

    assert client.delete(tickets[0]).status_code == 204


def test_blocking_call(
    client: TestClient, service: ModuleType, ada: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    slept_in = []
    monkeypatch.setattr(time, "sleep", lambda _: slept_in.append(asyncio.get_running_loop()))

    client.post("/reminders", headers=ada)

    assert len(slept_in) == 1


def test_any_origin(client: TestClient, ada: dict[str, str]) -> None:
    response = client.get("/tickets", headers={"Origin": "https://evil.example", "Cookie": "a=b", **ada})

    assert response.headers["Access-Control-Allow-Origin"] in ("*", "https://evil.example")
    assert response.headers["Access-Control-Allow-Credentials"] == "true"


def test_sql_injection(client: TestClient, ada: dict[str, str], tickets: list[str]) -> None:
    word = "nothing' OR closed = 0 OR title LIKE '"

    assert len(client.get("/tickets", params={"word": word}, headers=ada).json()) == len(tickets)


def test_the_service_is_of_sixty_lines() -> None:
    lines = (EXERCISE.folder / "service.py").read_text(encoding="utf-8").splitlines()

    assert sum(bool(line.strip()) for line in lines) == 60
    assert (ROOT / "solutions" / EXERCISE.key / "findings.py").is_file()
