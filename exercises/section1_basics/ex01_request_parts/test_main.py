"""The red tests of 1.1. Each one names the requirement of README.md that it looks at."""

from random import randrange

import pytest

CUPS = {"cups": 2}


@pytest.mark.task(1)
@pytest.mark.parametrize("path", ["/inspect/7", "/inspect/42"])
def test_method_and_path_are_those_of_the_request_line(client, path):
    """What stands behind the question mark is the query, a part of its own."""
    response = client.post(f"{path}?q=tea", json=CUPS)

    assert response.status_code == 200
    report = response.json()
    assert report.get("method") == "POST"
    assert report.get("path") == path


@pytest.mark.task(2)
def test_item_id_is_an_integer(client):
    """In a URL everything is text; the declared type makes a number of it."""
    item_id = randrange(1_000, 1_000_000)

    response = client.post(f"/inspect/{item_id}", json=CUPS)

    assert response.json().get("item_id") == item_id


@pytest.mark.task(2)
@pytest.mark.parametrize("item_id", ["seven", "7.5"])
def test_an_item_id_that_is_no_integer_is_422(client, item_id):
    """The client sent something that cannot be an id: its mistake, so no 500."""
    assert client.post("/inspect/7", json=CUPS).status_code == 200

    response = client.post(f"/inspect/{item_id}", json=CUPS)

    assert response.status_code == 422


@pytest.mark.task(3)
@pytest.mark.parametrize(
    ("query", "q"),
    [("q=green%20tea", "green tea"), ("tag=hot&q=milk%26sugar", "milk&sugar")],
    ids=["space", "ampersand"],
)
def test_q_is_the_decoded_query_parameter(client, query, q):
    """Spaces and ampersands travel percent-encoded; the app sees what was meant."""
    response = client.post(f"/inspect/7?{query}", json=CUPS)

    assert response.json().get("q") == q


@pytest.mark.task(3)
def test_q_is_null_when_absent(client):
    """An optional parameter has a default; null says that nothing was sent."""
    report = client.post("/inspect/7", json=CUPS).json()

    assert "q" in report
    assert report["q"] is None


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("query", "tags"),
    [
        ("tag=new", ["new"]),
        ("tag=new&tag=hot", ["new", "hot"]),
        ("tag=hot&q=tea&tag=new&tag=hot", ["hot", "new", "hot"]),
    ],
    ids=["one", "two", "repeated"],
)
def test_every_tag_is_listed_in_order(client, query, tags):
    """A name may stand in a query more than once; a plain str keeps one of them."""
    response = client.post(f"/inspect/7?{query}", json=CUPS)

    assert response.json().get("tag") == tags


@pytest.mark.task(4)
def test_without_a_tag_the_list_is_empty(client):
    """A client that loops over a list should not have to ask first whether there is one."""
    report = client.post("/inspect/7", json=CUPS).json()

    assert report.get("tag") == []


@pytest.mark.task(5)
@pytest.mark.parametrize("name", ["X-Request-ID", "x-request-id", "X-REQUEST-ID"])
def test_the_request_id_is_found_in_any_letter_case(client, name):
    """Names of headers are case-insensitive (RFC 9110, 5.1)."""
    response = client.post("/inspect/7", json=CUPS, headers={name: f"id of {name}"})

    assert response.json().get("x_request_id") == f"id of {name}"


@pytest.mark.task(5)
@pytest.mark.parametrize("program", ["curl/8.5.0", "shop-app/2.1 (tablet)"])
def test_the_user_agent_is_reported(client, program):
    """User-Agent names the program that asks, not the person."""
    response = client.post("/inspect/7", json=CUPS, headers={"User-Agent": program})

    assert response.json().get("user_agent") == program


@pytest.mark.task(5)
def test_headers_are_null_when_absent(client):
    """Both headers are optional: no request is wrong for lack of them."""
    del client.headers["user-agent"]  # the test client sends one on its own
    report = client.post("/inspect/7", json=CUPS).json()

    assert {"user_agent", "x_request_id"} <= report.keys()
    assert report["user_agent"] is None
    assert report["x_request_id"] is None


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "body",
    [{"name": "Zoë", "size": None, "open": False, "rows": [1.5, {}]}, {}, ["tea", 2], "just tea"],
    ids=["object", "empty object", "list", "string"],
)
def test_the_body_comes_back_unchanged(client, body):
    """Whatever JSON came in goes out as the same value; encoded twice it would be a string with quotes in it."""
    report = client.post("/inspect/7", json=body).json()

    assert "body" in report
    assert report["body"] == body


@pytest.mark.task(7)
def test_without_a_body_it_is_422(client):
    """Nothing was sent: that is not the same as null, and not a crash either."""
    assert client.post("/inspect/7", json=CUPS).status_code == 200

    response = client.post("/inspect/7")

    assert response.status_code == 422
