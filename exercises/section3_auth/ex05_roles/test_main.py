"""The red tests of 3.5. Each one names the requirement of README.md that it looks at."""

from base64 import urlsafe_b64encode

import pytest
from jose import jwt

SECRET = "only-the-tests-of-3.5-sign-with-this-secret"
IN_2100 = 4102444800


@pytest.fixture
def client(start):
    return start(env={"SECRET_KEY": SECRET})


def signed(name, secret=SECRET, **claims):
    return jwt.encode({"sub": name, "exp": IN_2100, **claims}, secret, "HS256")


def token_of(name, **claims):
    """The header that a client sends once `name` has logged in."""
    return {"Authorization": f"Bearer {signed(name, **claims)}"}


def unsigned(name):
    """A token made by hand, whose header says that it needs no signature (RFC 7519, 6)."""
    parts = (b'{"alg":"none"}', b'{"sub":"%s","exp":%d}' % (name.encode(), IN_2100), b"")
    return ".".join(urlsafe_b64encode(part).decode().rstrip("=") for part in parts)


@pytest.mark.task(1)
@pytest.mark.parametrize(("name", "role"), [("sam", "support"), ("cleo", "customer")])
def test_admin_reads_a_user(client, name, role):
    """The right role opens the route."""
    response = client.get(f"/users/{name}", headers=token_of("ada"))

    assert response.status_code == 200
    assert response.json() == {"name": name, "role": role}


@pytest.mark.task(1)
@pytest.mark.parametrize("role", ["support", "content-admin", "admin"])
def test_admin_sets_a_role(client, role):
    """Roles are given and taken while the app runs, so they live in the store."""
    response = client.put("/users/carl", headers=token_of("ada"), json={"role": role})

    assert response.status_code == 200
    assert response.json() == {"name": "carl", "role": role}
    assert client.get("/users/carl", headers=token_of("ada")).json() == {"name": "carl", "role": role}


@pytest.mark.task(1)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_unknown_user_is_404(client, method):
    """Whoever may see the users may know that there is no such one."""
    response = client.request(method, "/users/nobody", headers=token_of("ada"), json={"role": "support"})

    assert response.status_code == 404


@pytest.mark.task(2)
@pytest.mark.parametrize(("owner", "number", "cents"), [("cleo", 1, 4500), ("carl", 2, 1200)])
def test_owners_read_their_orders(client, owner, number, cents):
    """Ownership is a right that no role gives: it is a fact of the order."""
    response = client.get(f"/orders/{number}", headers=token_of(owner))

    assert response.status_code == 200
    assert response.json() == {"id": number, "owner": owner, "cents": cents, "refunded": False}


@pytest.mark.task(2)
@pytest.mark.parametrize("name", ["sam", "ada"])
def test_staff_reads_any_order(client, name):
    """Support cannot help with an order that it cannot see."""
    response = client.get("/orders/2", headers=token_of(name))

    assert response.status_code == 200
    assert response.json() == {"id": 2, "owner": "carl", "cents": 1200, "refunded": False}


@pytest.mark.task(2)
def test_unknown_order_is_404(client):
    """There is no owner to compare with; support mistypes numbers too."""
    response = client.get("/orders/99", headers=token_of("sam"))

    assert response.status_code == 404


@pytest.mark.task(3)
@pytest.mark.parametrize(("name", "number", "owner", "cents"), [("sam", 1, "cleo", 4500), ("ada", 2, "carl", 1200)])
def test_staff_refunds(client, name, number, owner, cents):
    """Two roles on one route: the guard takes a list."""
    response = client.post(f"/orders/{number}/refund", headers=token_of(name))

    assert response.status_code == 200
    assert response.json() == {"id": number, "owner": owner, "cents": cents, "refunded": True}


@pytest.mark.task(3)
@pytest.mark.parametrize("text", ["Closed today", "Open again"])
def test_content_admin_sets_the_banner(client, text):
    """Each route has a list of its own."""
    response = client.put("/banner", headers=token_of("kit"), json={"text": text})

    assert response.status_code == 200
    assert response.json() == {"text": text}


@pytest.mark.task(3)
def test_anybody_reads_the_new_banner(client):
    """A guard over the whole app would lock out those for whom the banner is."""
    assert client.put("/banner", headers=token_of("kit"), json={"text": "Sale"}).status_code == 200

    response = client.get("/banner")

    assert response.status_code == 200
    assert response.json() == {"text": "Sale"}


@pytest.mark.task(4)
@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("name", ["sam", "kit", "cleo"])
def test_users_are_for_admins(client, method, name):
    """The token is good, so 401 would be wrong: logging in again does not help (RFC 9110, 15.5.4)."""
    change = {"role": "support"}
    assert client.request(method, "/users/carl", headers=token_of("ada"), json=change).status_code == 200

    response = client.request(method, "/users/carl", headers=token_of(name), json=change)

    assert response.status_code == 403
    assert "detail" in response.json()


@pytest.mark.task(4)
def test_nobody_promotes_themselves(client):
    """Whoever may write their own role has every right there is."""
    client.put("/users/cleo", headers=token_of("cleo"), json={"role": "admin"})

    response = client.get("/users/cleo", headers=token_of("ada"))

    assert response.status_code == 200
    assert response.json() == {"name": "cleo", "role": "customer"}


@pytest.mark.task(4)
@pytest.mark.parametrize("name", ["carl", "kit"])
def test_orders_of_others_are_403(client, name):
    """Whoever changes the number in the address must not get a stranger's order."""
    assert client.get("/orders/1", headers=token_of("cleo")).status_code == 200

    response = client.get("/orders/1", headers=token_of(name))

    assert response.status_code == 403


@pytest.mark.task(4)
@pytest.mark.parametrize("name", ["cleo", "kit"])
def test_refund_is_for_staff(client, name):
    """The owner may read the order, not take the money back."""
    assert client.post("/orders/2/refund", headers=token_of("sam")).status_code == 200

    response = client.post("/orders/1/refund", headers=token_of(name))

    assert response.status_code == 403


@pytest.mark.task(4)
@pytest.mark.parametrize("name", ["ada", "sam", "cleo"])
def test_banner_is_for_content_admins(client, name):
    """No role stands above the others, not even admin: the list is the whole rule."""
    assert client.put("/banner", headers=token_of("kit"), json={"text": "Sale"}).status_code == 200

    response = client.put("/banner", headers=token_of(name), json={"text": "Sale"})

    assert response.status_code == 403


@pytest.mark.task(4)
def test_a_refusal_changes_nothing(client):
    """First the right, then the work: the money does not come back because the answer was 403."""
    client.post("/orders/1/refund", headers=token_of("cleo"))

    response = client.get("/orders/1", headers=token_of("cleo"))

    assert response.status_code == 200
    assert response.json() == {"id": 1, "owner": "cleo", "cents": 4500, "refunded": False}


@pytest.mark.task(4)
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_refusal_does_not_tell_who_is_a_user(client, method):
    """403 for ada and 404 for nobody: with two codes anybody could try out names."""
    known = client.request(method, "/users/ada", headers=token_of("sam"), json={"role": "support"})
    unknown = client.request(method, "/users/nobody", headers=token_of("sam"), json={"role": "support"})

    assert (known.status_code, unknown.status_code) == (403, 403)


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/users/sam"),
        ("PUT", "/users/sam"),
        ("GET", "/orders/1"),
        ("POST", "/orders/1/refund"),
        ("PUT", "/banner"),
    ],
)
def test_no_token_is_401(client, method, path):
    """403 would say that we know who it is; the challenge tells how to log in (RFC 9110, 15.5.2)."""
    response = client.request(method, path, json={"role": "admin", "text": "Hacked"})

    assert response.status_code == 401
    assert response.headers.get("www-authenticate", "").lower().startswith("bearer")


@pytest.mark.task(5)
@pytest.mark.parametrize(
    "token",
    [
        pytest.param("garbage", id="garbage"),
        pytest.param(signed("ada", secret="another-secret-of-more-than-32-bytes"), id="another secret"),
        pytest.param(unsigned("ada"), id="alg none"),
        pytest.param(signed("ada", exp=1), id="expired"),
        pytest.param(signed("eve"), id="unknown user"),
    ],
)
def test_a_bad_token_is_401(client, token):
    """A role is worth as much as the proof of who has it."""
    assert client.get("/users/sam", headers=token_of("ada")).status_code == 200

    response = client.get("/users/sam", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 401
    assert response.headers.get("www-authenticate", "").lower().startswith("bearer")


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("method", "path", "with_token"),
    [
        ("GET", "/users/nobody", 404),
        ("GET", "/orders/99", 404),
        ("POST", "/orders/99/refund", 404),
        ("PUT", "/users/sam", 422),
    ],
)
def test_401_comes_before_anything_else(client, method, path, with_token):
    """A stranger learns neither what exists nor what a body looks like."""
    emperor = {"role": "emperor"}
    assert client.request(method, path, headers=token_of("ada"), json=emperor).status_code == with_token

    response = client.request(method, path, json=emperor)

    assert response.status_code == 401


@pytest.mark.task(6)
@pytest.mark.parametrize(("name", "claim", "status"), [("ada", "customer", 200), ("cleo", "admin", 403)])
def test_the_role_in_the_token_does_not_count(client, name, claim, status):
    """The claim was true when the token was made, perhaps; the store is true now."""
    response = client.get("/users/sam", headers=token_of(name, role=claim, roles=[claim]))

    assert response.status_code == status


@pytest.mark.task(6)
@pytest.mark.parametrize(("header", "query"), [({"X-Role": "admin"}, ""), ({}, "?role=admin")], ids=["header", "query"])
def test_the_role_in_the_request_does_not_count(client, header, query):
    """What clients say of themselves is a wish."""
    assert client.get("/users/sam", headers=token_of("ada")).status_code == 200

    response = client.get(f"/users/sam{query}", headers=token_of("cleo") | header)

    assert response.status_code == 403


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("name", "role", "method", "path", "before", "after"),
    [
        ("sam", "customer", "GET", "/orders/1", 200, 403),
        ("cleo", "support", "POST", "/orders/2/refund", 403, 200),
        ("carl", "content-admin", "PUT", "/banner", 403, 200),
        ("kit", "admin", "GET", "/users/sam", 403, 200),
    ],
)
def test_a_new_role_counts_at_the_next_request(client, name, role, method, path, before, after):
    """Whoever is dismissed at noon must not go on until the token ends."""
    headers, body = token_of(name), {"text": "Sale"}
    assert client.request(method, path, headers=headers, json=body).status_code == before
    assert client.put(f"/users/{name}", headers=token_of("ada"), json={"role": role}).status_code == 200

    response = client.request(method, path, headers=headers, json=body)

    assert response.status_code == after
