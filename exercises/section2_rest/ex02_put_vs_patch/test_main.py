"""The red tests of 2.2. Each one names the requirement of README.md that it looks at."""

import pytest

ADA = {"id": 1, "name": "Ada", "email": "ada@example.com", "bio": "Wrote the first program.", "theme": "dark"}
GRACE = {"id": 2, "name": "Grace", "email": "grace@example.com", "bio": "Found the first bug.", "theme": None}
JOAN = {"name": "Joan", "email": "joan@example.com", "bio": "Broke the Enigma.", "theme": "dark"}


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("sent", "becomes"),
    [
        ({"theme": "dark"}, {"theme": "dark", "bio": None}),
        ({"bio": "New here."}, {"bio": "New here.", "theme": "light"}),
        ({}, {"bio": None, "theme": "light"}),
    ],
    ids=["no-bio", "no-theme", "neither"],
)
@pytest.mark.parametrize("number", [1, 2])
def test_put_resets_what_was_left_out(client, number, sent, becomes):
    """PUT brings the whole resource: nothing of the old one shines through (RFC 9110, 9.3.4)."""
    response = client.put(f"/profiles/{number}", json={"name": "Joan", "email": "joan@example.com", **sent})

    assert response.is_success
    profile = client.get(f"/profiles/{number}").json()
    assert profile == {"id": number, "name": "Joan", "email": "joan@example.com", **becomes}


@pytest.mark.task(2)
@pytest.mark.parametrize("missing", ["name", "email"])
def test_put_without_a_required_field_is_422(client, missing):
    """A profile without a name is none; taking the old one's would be a PATCH."""
    assert client.put("/profiles/1", json=JOAN).status_code == 200

    response = client.put("/profiles/1", json={field: GRACE[field] for field in JOAN if field != missing})

    assert response.status_code == 422
    assert client.get("/profiles/1").json() == {"id": 1, **JOAN}


@pytest.mark.task(3)
@pytest.mark.parametrize(
    "sent",
    [
        {"name": "Ada Lovelace"},
        {"email": "countess@example.com"},
        {"bio": ""},
        {"theme": "light"},
        {"bio": "Analyst.", "name": "A. A. L."},
    ],
    ids=["name", "email", "empty-bio", "default-theme", "two-fields"],
)
def test_patch_changes_only_what_was_sent(client, sent):
    """PATCH brings the difference: sent means sent, also an empty text, also a value that is the default."""
    response = client.patch("/profiles/1", json=sent)

    assert response.is_success
    assert client.get("/profiles/1").json() == {**ADA, **sent}


@pytest.mark.task(4)
@pytest.mark.parametrize("field", ["bio", "theme"])
def test_null_clears_an_optional_field(client, field):
    """null is a value that the client chose; only what is missing means "leave it"."""
    response = client.patch("/profiles/1", json={field: None})

    assert response.is_success
    assert client.get("/profiles/1").json() == {**ADA, field: None}


@pytest.mark.task(5)
@pytest.mark.parametrize("field", ["name", "email"])
def test_null_for_a_required_field_is_422(client, field):
    """May be missing and may be null are two questions: here the answers are yes and no."""
    assert client.patch("/profiles/1", json={field: "ada@lovelace.example"}).status_code == 200

    response = client.patch("/profiles/1", json={"bio": "Nameless.", field: None})

    assert response.status_code == 422
    assert client.get("/profiles/1").json() == {**ADA, field: "ada@lovelace.example"}


@pytest.mark.task(5)
@pytest.mark.parametrize("wrong", [{"name": ""}, {"theme": "pink"}], ids=["empty-name", "unknown-theme"])
def test_patch_refuses_what_put_refuses(client, wrong):
    """Whichever way a value comes in, the same rules hold: model_copy and setattr do not check them."""
    assert client.patch("/profiles/1", json={"theme": "light"}).status_code == 200

    response = client.patch("/profiles/1", json={"bio": "Hidden among the rest.", **wrong})

    assert response.status_code == 422
    assert client.get("/profiles/1").json() == {**ADA, "theme": "light"}


@pytest.mark.task(6)
@pytest.mark.parametrize("before", [ADA, GRACE], ids=["ada", "grace"])
def test_an_empty_patch_changes_nothing(client, before):
    """No difference is a difference too: there is nothing wrong with it."""
    response = client.patch(f"/profiles/{before['id']}", json={})

    assert response.status_code == 200
    assert client.get(f"/profiles/{before['id']}").json() == before


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("method", "sent", "whole"),
    [
        pytest.param("PUT", {"name": "Joan", "email": "j@x.example"}, {"bio": None, "theme": "light"}, id="put"),
        pytest.param(
            "PATCH", {"name": "Ada L.", "email": "a@l.example"}, {"bio": ADA["bio"], "theme": "dark"}, id="patch"
        ),
    ],
)
def test_the_answer_is_the_whole_profile(client, method, sent, whole):
    """The client sees what is stored now, defaults and untouched fields included, without a second request."""
    response = client.request(method, "/profiles/1", json=sent)

    assert response.status_code == 200
    assert response.json() == {"id": 1, **sent, **whole}
    assert client.get("/profiles/1").json() == response.json()


@pytest.mark.task(8)
def test_put_twice_is_put_once(client):
    """A client that got no answer may send its PUT again: that is what idempotent means (RFC 9110, 9.2.2)."""
    once = client.put("/profiles/1", json=JOAN)
    after_once = client.get("/profiles/1")
    twice = client.put("/profiles/1", json=JOAN)
    after_twice = client.get("/profiles/1")

    assert (once.status_code, twice.status_code) == (200, 200)
    assert twice.json() == once.json()
    assert after_twice.json() == after_once.json()


@pytest.mark.task(9)
@pytest.mark.parametrize("foreign", [2, 77])
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_id_in_the_body_is_ignored(client, method, foreign):
    """Clients send back what they read, id and all; which profile is meant, only the address says."""
    response = client.request(method, "/profiles/1", json={"id": foreign, **JOAN})

    assert response.status_code == 200
    assert client.get("/profiles/1").json() == {"id": 1, **JOAN}
    assert client.get("/profiles/2").json() == GRACE
    assert client.get("/profiles/77").status_code == 404


@pytest.mark.task(10)
@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_unknown_id_is_404(client, method):
    """There is nothing to replace and nothing to change; and a wrong address must not make a new profile."""
    assert client.request(method, "/profiles/2", json=JOAN).status_code == 200

    response = client.request(method, "/profiles/3", json=JOAN)

    assert response.status_code == 404
    assert "detail" in response.json()
    assert client.get("/profiles/3").status_code == 404
