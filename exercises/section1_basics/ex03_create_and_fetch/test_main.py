"""The red tests of 1.3. Each one names the requirement of README.md that it looks at."""

import pytest

JOAN = {"name": "Joan", "email": "joan@example.com"}
MARY = {"name": "Mary", "email": "mary@example.com"}


@pytest.mark.task(1)
def test_create_is_201(client):
    """200 says that it went well; 201 says that something new exists (RFC 9110, 15.3.2)."""
    response = client.post("/users", json=JOAN)

    assert response.status_code == 201


@pytest.mark.task(2)
def test_the_body_is_the_stored_user(client):
    """The client learns the id, and sees what was stored, without a second request."""
    response = client.post("/users", json=JOAN)

    body = response.json()
    assert "id" in body
    assert body["id"] is not None
    assert body == {"id": body["id"], "name": "Joan", "email": "joan@example.com"}


@pytest.mark.task(3)
@pytest.mark.parametrize("user", [JOAN, MARY], ids=["joan", "mary"])
def test_location_leads_to_the_new_user(client, user):
    """A client follows Location; it does not have to know how addresses are built (RFC 9110, 10.2.2)."""
    created = client.post("/users", json=user)
    assert "location" in created.headers

    response = client.get(created.url.join(created.headers["location"]))

    assert response.status_code == 200
    assert response.json() == created.json()


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "user",
    [{"id": 1, "name": "Ada", "email": "ada@example.com"}, {"id": 3, "name": "Grace", "email": "grace@example.com"}],
    ids=["ada", "grace"],
)
def test_fetch_is_200_and_the_user(client, user):
    """Each user has an address of their own."""
    response = client.get(f"/users/{user['id']}")

    assert response.status_code == 200
    assert response.json() == user


@pytest.mark.task(5)
@pytest.mark.parametrize("unknown", [2, 999])
def test_unknown_id_is_404(client, unknown):
    """A client looks at the status first: an error inside a 200 is taken for a user."""
    assert client.get("/users/3").status_code == 200

    response = client.get(f"/users/{unknown}")

    assert response.status_code == 404
    assert "detail" in response.json()


@pytest.mark.task(6)
def test_a_new_id_is_never_taken(client):
    """Counting users gives a number that one of them already has, or soon will."""
    joan = client.post("/users", json=JOAN)
    failed = client.post("/users", json={"name": "Nobody"})
    mary = client.post("/users", json=MARY)

    assert (joan.status_code, failed.status_code, mary.status_code) == (201, 422, 201)
    assert len({1, 3, joan.json().get("id"), mary.json().get("id")}) == 4
    assert client.get("/users/3").json() == {"id": 3, "name": "Grace", "email": "grace@example.com"}
