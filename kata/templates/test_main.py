"""The tests of $number; the number of each task is that of a requirement in README.md."""

import pytest


@pytest.mark.task(1)
def test_greeting_is_200_and_says_hello(client):
    """Why this matters, in one line: the learner reads it when the test is red."""
    response = client.get("/greeting")

    assert response.status_code == 200
    assert response.json() == {"hello": "world"}
