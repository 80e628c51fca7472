"""The red tests of 9.2."""

import pytest


@pytest.mark.task(1)
@pytest.mark.parametrize(("a", "b"), [(1, 2), (-4, 4), (10**12, 1)])
def test_the_sum(client, a, b):
    """Numbers in a query are text until somebody makes them numbers."""
    response = client.get("/sum", params={"a": a, "b": b})

    assert response.status_code == 200
    assert response.json() == {"sum": a + b}


@pytest.mark.task(2)
def test_no_number_is_422(client):
    """FastAPI says what was wrong with which parameter."""
    assert client.get("/sum", params={"a": 1, "b": 1}).status_code == 200

    response = client.get("/sum", params={"a": "one", "b": 2})

    assert response.status_code == 422
