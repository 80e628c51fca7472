"""The red tests of 9.1."""

import pytest


@pytest.mark.task(1)
def test_one_is_200(client):
    """The first door is open."""
    response = client.get("/one")

    assert response.status_code == 200
    assert response.json() == {"door": 1}


@pytest.mark.task(2)
def test_two_is_200(client):
    """The second door is where things go wrong."""
    response = client.get("/two")

    assert response.status_code == 200
    assert response.json() == {"door": 2}


@pytest.mark.task(3)
def test_three_has_a_header(client):
    """The third door bears its number."""
    response = client.get("/three")

    assert response.status_code == 200
    assert response.json() == {"door": 3}
    assert response.headers["x-door"] == "3"


@pytest.mark.task(4)
@pytest.mark.parametrize("sent", [{"a": 1}, {"b": [1, 2]}], ids=["short", "long"])
def test_four_sends_back(client, sent):
    """The fourth door is a mirror."""
    response = client.post("/four", json=sent)

    assert response.status_code == 201
    assert response.json() == sent
