"""The red tests of 2.3. Each one names the requirement of README.md that it looks at."""

import pytest

ORDER = {"order": "A-17", "cents": 500}
KEY = {"X-Client-ID": "shop", "Idempotency-Key": "k1"}
OTHER_KEY = {"X-Client-ID": "shop", "Idempotency-Key": "k2"}


@pytest.mark.task(1)
@pytest.mark.parametrize("cart", [{"id": "a7", "items": {"tea": 2}}, {"id": "b8", "items": {}}], ids=["full", "empty"])
def test_put_creates_with_201(client, cart):
    """The client chose the address; 201 tells it that nothing was there before (RFC 9110, 9.3.4)."""
    assert client.put("/carts/z9", json={"items": {"pot": 1}}).is_success

    response = client.put(f"/carts/{cart['id']}", json={"items": cart["items"]})

    assert response.status_code == 201
    assert response.json() == cart
    assert client.get(f"/carts/{cart['id']}").json() == cart


@pytest.mark.task(1)
def test_put_replaces_with_200(client):
    """The second body takes the place of the first, and says with 200 that something was there."""
    assert client.put("/carts/a7", json={"items": {"tea": 2, "cup": 1}}).is_success

    response = client.put("/carts/a7", json={"items": {"pot": 1, "tea": 1}})

    assert response.status_code == 200
    assert response.json() == {"id": "a7", "items": {"pot": 1, "tea": 1}}
    assert client.get("/carts/a7").json() == response.json()


@pytest.mark.task(2)
def test_repeated_put_leaves_one_state(client):
    """Two tea are two tea: PUT says what is, not what is to be added."""
    for _ in range(3):
        assert client.put("/carts/a7", json={"items": {"tea": 2}}).is_success

    assert client.get("/carts/a7").json() == {"id": "a7", "items": {"tea": 2}}


@pytest.mark.task(3)
def test_delete_is_204_then_404(client):
    """Idempotent is the effect; the answer may tell the client that there was nothing left to do."""
    assert client.put("/carts/a7", json={"items": {"tea": 2}}).is_success

    first = client.delete("/carts/a7")
    second = client.delete("/carts/a7")

    assert first.status_code == 204
    assert first.content == b""
    assert second.status_code == 404


@pytest.mark.task(3)
def test_delete_twice_leaves_the_state_of_one(client):
    """After one DELETE and after two the server is the same: this cart is gone, the neighbour is there."""
    client.put("/carts/a7", json={"items": {"tea": 2}})
    client.put("/carts/b8", json={"items": {"pot": 1}})
    assert client.get("/carts/a7").status_code == 200

    for _ in range(2):
        client.delete("/carts/a7")
        assert client.get("/carts/a7").status_code == 404
        assert client.get("/carts/b8").json() == {"id": "b8", "items": {"pot": 1}}


@pytest.mark.task(4)
@pytest.mark.parametrize("key", [{}, {"Idempotency-Key": ""}], ids=["none", "empty"])
def test_a_payment_without_a_key_is_400(client, key):
    """Without a name for its request the client could not retry: tell it before money moves."""
    assert client.post("/payments", json=ORDER, headers=KEY).is_success

    response = client.post("/payments", json=ORDER, headers={"X-Client-ID": "shop", **key})

    assert response.status_code == 400
    assert client.get("/payments/total").json() == {"cents": 500}


@pytest.mark.task(4)
@pytest.mark.parametrize("cents", [500, 1299])
def test_a_payment_is_201_and_charged(client, cents):
    """The first request under a key is a POST like any other."""
    response = client.post("/payments", json={"order": "A-17", "cents": cents}, headers=KEY)

    assert response.status_code == 201
    body = response.json()
    assert body.get("id") is not None
    assert body == {"id": body["id"], "order": "A-17", "cents": cents}
    assert client.get("/payments/total").json() == {"cents": cents}


@pytest.mark.task(5)
def test_a_retry_is_the_first_payment_again(client):
    """The client asks again because it saw no answer: it gets the one that it missed."""
    first = client.post("/payments", json=ORDER, headers=KEY)
    assert first.is_success
    between = client.post("/payments", json={"order": "B-1", "cents": 70}, headers=OTHER_KEY)
    again = client.post("/payments", json=ORDER, headers=KEY)

    assert between.is_success
    assert again.status_code == 201
    assert again.json() == first.json()


@pytest.mark.task(5)
def test_a_retry_charges_nothing(client):
    """One name, one charge, however bad the line is."""
    for _ in range(3):
        client.post("/payments", json=ORDER, headers=KEY)

    assert client.get("/payments/total").json() == {"cents": 500}


@pytest.mark.task(5)
def test_key_order_and_white_space_do_not_count(client):
    """Another library writes the same JSON in other bytes: what counts is what it says."""
    headers = {**KEY, "Content-Type": "application/json"}
    first = client.post("/payments", content='{"order":"A-17","cents":500}', headers=headers)
    assert first.is_success

    again = client.post("/payments", content='{"cents": 500,\n "order": "A-17"}', headers=headers)

    assert again.is_success
    assert again.json() == first.json()


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "other", [{"order": "A-17", "cents": 501}, {"order": "A-18", "cents": 500}], ids=["cents", "order"]
)
def test_the_same_key_with_another_body_is_422(client, other):
    """That is no retry but a slip in the client: the old answer would lie, a new charge would be worse."""
    first = client.post("/payments", json=ORDER, headers=KEY)
    assert first.is_success

    response = client.post("/payments", json=other, headers=KEY)

    assert response.status_code == 422
    assert client.get("/payments/total").json() == {"cents": 500}
    assert client.post("/payments", json=ORDER, headers=KEY).json() == first.json()


@pytest.mark.task(7)
def test_another_key_is_another_payment(client):
    """The same customer may buy the same twice; only the key says which of the two is meant."""
    first = client.post("/payments", json=ORDER, headers=KEY)
    second = client.post("/payments", json=ORDER, headers=OTHER_KEY)

    assert first.is_success
    assert second.is_success
    assert first.json() != second.json()
    assert client.get("/payments/total").json() == {"cents": 1000}


@pytest.mark.task(8)
@pytest.mark.parametrize(
    ("one", "two"),
    [(("shop", "k1"), ("app", "k1")), (("shop", "1k1"), ("shop1", "k1"))],
    ids=["equal", "alike-when-joined"],
)
def test_the_keys_of_two_clients_do_not_meet(client, one, two):
    """Each client counts for itself; a key shared by chance must not show one the payment of the other."""
    first, second = (
        client.post("/payments", json=ORDER, headers={"X-Client-ID": client_id, "Idempotency-Key": key})
        for client_id, key in (one, two)
    )

    assert first.is_success
    assert second.is_success
    assert first.json() != second.json()
    assert client.get("/payments/total").json() == {"cents": 1000}
