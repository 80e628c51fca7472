"""The red tests of 1.5. Each one names the requirement of README.md that it looks at."""

import logging
from logging.handlers import BufferingHandler
from secrets import token_hex

import pytest

HERE = {"lat": 59.9, "lon": 10.7}


@pytest.fixture
def log(client):
    """Keeps what the answer says to the logger `api`: `log.buffer` is a list of records."""
    handler = BufferingHandler(capacity=1_000)
    logging.getLogger("api").addHandler(handler)
    yield handler
    logging.getLogger("api").removeHandler(handler)


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("station", "raw", "celsius"), [("oslo", "14.5 C", 14.5), ("miami", "86 F", 30.0)], ids=["oslo", "miami"]
)
def test_a_reading_is_200(client, station, raw, celsius):
    """The net for failures is not in the way of what works."""
    client.put(f"/reports/{station}", json={"raw": raw, "position": HERE})

    response = client.get(f"/readings/{station}")

    assert response.status_code == 200
    assert response.json() == {"station": station, "celsius": celsius}


@pytest.mark.task(2)
@pytest.mark.parametrize("raw", ["warm C", "20 K", "20"], ids=["ValueError", "KeyError", "IndexError"])
def test_an_unexpected_exception_is_500_as_json(client, raw):
    """A client that reads JSON reads it here, too; which exceptions there will be, nobody knows."""
    client.put("/reports/oslo", json={"raw": raw, "position": HERE})

    for path in ("/readings/oslo", "/average"):
        response = client.get(path)

        assert response.status_code == 500
        assert "json" in response.headers.get("content-type", "")
        assert "detail" in response.json()


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("raw", "kind"), [("{secret} C", "ValueError"), ("20 {secret}", "KeyError")], ids=["ValueError", "KeyError"]
)
def test_a_500_tells_nothing_of_the_exception(client, raw, kind):
    """Messages and tracebacks hold paths, queries, passwords: they are for the log, not for strangers."""
    secret = f"key-{token_hex(8)}"
    client.put("/reports/oslo", json={"raw": raw.format(secret=secret), "position": HERE})

    response = client.get("/readings/oslo")

    assert response.status_code == 500
    for word in (secret, kind, "Traceback", "main.py"):
        assert word not in response.text


@pytest.mark.task(3)
@pytest.mark.parametrize("path", ["/readings/oslo", "/average"])
def test_an_unexpected_exception_is_logged_with_its_traceback(client, log, path):
    """An error that nobody hears of is never mended; without the traceback nobody knows where to look."""
    secret = f"key-{token_hex(8)}"
    client.put("/reports/oslo", json={"raw": f"{secret} C", "position": HERE})

    client.get(path)

    logged = "\n".join(log.format(record) for record in log.buffer if record.levelno >= logging.ERROR)
    assert "Traceback (most recent call last)" in logged
    assert secret in logged


@pytest.mark.task(4)
def test_a_busy_station_is_503(client):
    """503 says: not now. A 500 would say: broken, and nobody knows for how long."""
    client.put("/reports/oslo", json={"raw": "busy 30", "position": HERE})

    for path in ("/readings/oslo", "/average"):
        response = client.get(path)

        assert response.status_code == 503


@pytest.mark.task(4)
@pytest.mark.parametrize("seconds", [30, 120])
def test_a_503_says_when_to_come_back(client, seconds):
    """Without Retry-After every client guesses, and most guess: at once (RFC 9110, 10.2.3)."""
    client.put("/reports/oslo", json={"raw": f"busy {seconds}", "position": HERE})

    for path in ("/readings/oslo", "/average"):
        response = client.get(path)

        assert response.headers.get("retry-after") == str(seconds)


@pytest.mark.task(5)
@pytest.mark.parametrize(
    "report",
    [{"position": HERE}, {"raw": 20, "position": HERE}, {"raw": "20 C", "position": {"lat": 91, "lon": 0}}],
    ids=["missing", "no-text", "too-far-north"],
)
def test_an_invalid_report_is_400(client, report):
    """This API has one code for every body that it cannot use."""
    response = client.put("/reports/oslo", json=report)

    assert response.status_code == 400


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("report", "fields"),
    [
        ({"position": HERE}, ["raw"]),
        ({"raw": "20 C", "position": {"lat": 91, "lon": 0}}, ["position.lat"]),
        ({"raw": "20 C", "position": {"lat": 0}}, ["position.lon"]),
        ({"raw": 20, "position": {"lat": "north", "lon": -181}}, ["position.lat", "position.lon", "raw"]),
        ({}, ["position", "raw"]),
    ],
    ids=["missing", "too-far-north", "missing-inside", "three", "empty"],
)
def test_every_wrong_field_is_listed_with_a_message(client, report, fields):
    """Who fills in a form wants to see all mistakes at once, each beside its field."""
    body = client.put("/reports/oslo", json=report).json()

    assert "errors" in body
    assert sorted(str(item.get("field")) for item in body["errors"]) == fields
    assert [item for item in body["errors"] if not item.get("message")] == []


@pytest.mark.task(5)
@pytest.mark.parametrize("content", [b"", b'{"raw": ', b"[]"], ids=["missing", "cut-off", "a-list"])
def test_a_body_without_fields_is_400_too(client, content):
    """Where no field is to blame, the place of the error is short, or a number."""
    response = client.put("/reports/oslo", content=content, headers={"Content-Type": "application/json"})

    assert response.status_code == 400
    assert "errors" in response.json()


@pytest.mark.task(6)
@pytest.mark.parametrize("station", ["atlantis", "vineta"])
def test_a_station_without_a_report_is_404(client, station):
    """A 404 is an answer, no accident: the net for accidents lets it through, detail and all."""
    client.put("/reports/oslo", json={"raw": "14.5 C", "position": HERE})
    assert client.get("/readings/oslo").status_code == 200

    response = client.get(f"/readings/{station}")

    assert response.status_code == 404
    assert response.json().get("detail") == f"no report from {station}"


@pytest.mark.task(6)
def test_an_unknown_path_stays_404(client):
    """Where no route is, Starlette answers with an HTTPException of its own."""
    client.put("/reports/oslo", json={"raw": "14.5 C", "position": HERE})
    assert client.get("/readings/oslo").status_code == 200

    response = client.get("/nowhere")

    assert response.status_code == 404
    assert response.json().get("detail") == "Not Found"
