"""The red tests of 2.5. Each one names the requirement of README.md that it looks at."""

import re

import pytest

TEA = {"id": 11, "user_id": 1, "item": "tea"}
COFFEE = {"id": 12, "user_id": 2, "item": "coffee"}
SUGAR = {"id": 13, "user_id": 1, "item": "sugar"}


@pytest.mark.task(1)
@pytest.mark.parametrize("user", [{"id": 1, "name": "Ada"}, {"id": 3, "name": "Joan"}], ids=["ada", "joan"])
def test_a_user_has_an_address(client, user):
    """The path names the user, the method says that it is read."""
    response = client.get(f"/users/{user['id']}")

    assert response.status_code == 200
    assert response.json() == user


@pytest.mark.task(1)
def test_unknown_user_is_404(client):
    """An address that names nothing is 404."""
    assert client.get("/users/2").status_code == 200

    response = client.get("/users/4")

    assert response.status_code == 404


@pytest.mark.task(2)
@pytest.mark.parametrize(("user_id", "orders"), [(1, [TEA, SUGAR]), (2, [COFFEE])], ids=["ada", "grace"])
def test_orders_of_a_user(client, user_id, orders):
    """The list below a user holds the orders of that user, and nothing else."""
    response = client.get(f"/users/{user_id}/orders")

    assert response.status_code == 200
    assert sorted(response.json(), key=lambda order: order["id"]) == orders


@pytest.mark.task(2)
def test_no_orders_are_an_empty_list(client):
    """The collection is there, though nothing is in it yet: 200, not 404."""
    response = client.get("/users/3/orders")

    assert response.status_code == 200
    assert response.json() == []


@pytest.mark.task(3)
@pytest.mark.parametrize(("user_id", "item"), [(2, "mug"), (3, "spoon")])
def test_a_new_order_is_201_and_belongs_to_the_user_in_the_path(client, user_id, item):
    """POST to a collection makes a member of it (RFC 9110, 9.3.3)."""
    created = client.post(f"/users/{user_id}/orders", json={"item": item})

    assert created.status_code == 201
    assert created.json() == {"id": created.json().get("id"), "user_id": user_id, "item": item}
    assert created.json() in client.get(f"/users/{user_id}/orders").json()


@pytest.mark.task(3)
def test_location_leads_to_the_new_order(client):
    """The client learns the address of each order without building it."""
    mug = client.post("/users/2/orders", json={"item": "mug"})
    spoon = client.post("/users/3/orders", json={"item": "spoon"})

    for created in (mug, spoon):
        assert "location" in created.headers
        response = client.get(created.url.join(created.headers["location"]))
        assert response.status_code == 200
        assert response.json() == created.json()


@pytest.mark.task(3)
def test_the_body_cannot_order_for_somebody_else(client):
    """Two places that say whose the order is can disagree; the one that is guarded must win."""
    response = client.post("/users/1/orders", json={"item": "mug", "user_id": 2})

    assert response.status_code in (200, 201, 422)
    assert client.get("/users/2/orders").json() == [COFFEE]


@pytest.mark.task(4)
@pytest.mark.parametrize("order", [TEA, COFFEE, SUGAR], ids=["tea", "coffee", "sugar"])
def test_an_order_lives_below_its_user(client, order):
    """The nested path says whose the order is."""
    response = client.get(f"/users/{order['user_id']}/orders/{order['id']}")

    assert response.status_code == 200
    assert response.json() == order


@pytest.mark.task(4)
@pytest.mark.parametrize(("user_id", "order_id"), [(1, 12), (2, 11), (3, 13)])
def test_an_order_of_somebody_else_is_404(client, user_id, order_id):
    """An order that is found below any user makes the user in the path a decoration."""
    assert client.get("/users/2/orders/12").status_code == 200

    response = client.get(f"/users/{user_id}/orders/{order_id}")

    assert response.status_code == 404


@pytest.mark.task(4)
def test_unknown_order_is_404(client):
    """An id that nobody has is the client's mistake, not the server's."""
    assert client.get("/users/1/orders/13").status_code == 200

    response = client.get("/users/1/orders/99")

    assert response.status_code == 404


@pytest.mark.task(5)
def test_a_deleted_order_is_gone(client):
    """204 says that it is done and that nothing is left to say."""
    response = client.delete("/users/1/orders/11")

    assert response.status_code == 204
    assert response.content == b""
    assert client.get("/users/1/orders").json() == [SUGAR]


@pytest.mark.task(5)
def test_nobody_deletes_an_order_of_somebody_else(client):
    """What cannot be read below this user cannot be deleted there either."""
    assert client.delete("/users/1/orders/13").is_success

    response = client.delete("/users/1/orders/12")

    assert response.status_code == 404
    assert client.get("/users/2/orders").json() == [COFFEE]


@pytest.mark.task(6)
def test_orders_of_an_unknown_user_are_404(client):
    """`[]` would say that this user is there and has bought nothing."""
    assert client.get("/users/1/orders").status_code == 200

    response = client.get("/users/4/orders")

    assert response.status_code == 404


@pytest.mark.task(6)
def test_nobody_orders_for_an_unknown_user(client):
    """An order whose user is nobody would never be seen again."""
    assert client.post("/users/1/orders", json={"item": "mug"}).is_success

    response = client.post("/users/4/orders", json={"item": "mug"})

    assert response.status_code == 404


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("method", "old"),
    [
        ("GET", "/getUser?user_id=1"),
        ("GET", "/listOrders?user_id=1"),
        ("POST", "/createOrder"),
        ("GET", "/getOrder?order_id=11"),
        ("GET", "/deleteOrder?order_id=11"),
    ],
    ids=["getUser", "listOrders", "createOrder", "getOrder", "deleteOrder"],
)
def test_the_old_address_is_gone(client, method, old):
    """With two names for one thing, clients keep using the wrong one."""
    response = client.request(method, old, json={"user_id": 1, "item": "mug"} if method == "POST" else None)

    assert response.status_code == 404
    assert client.get("/users/1").status_code == 200


@pytest.mark.task(8)
def test_paths_are_nouns(client):
    """The document is what a client's developer reads first."""
    response = client.get("/openapi.json")

    assert response.status_code == 200
    paths = {re.sub(r"{.*?}", "{}", path).rstrip("/") for path in response.json()["paths"]}
    assert [path for path in paths if re.search("get|list|create|delete", path, re.IGNORECASE)] == []
    assert paths >= {"/users/{}", "/users/{}/orders", "/users/{}/orders/{}"}
