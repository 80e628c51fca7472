"""The red tests of 5.2. Each one names the requirement of README.md that it looks at."""

from secrets import randbelow, token_hex

import pytest

ADA = {"id": 1, "name": "Ada"}
GRACE = {"id": 2, "name": "Grace"}


@pytest.mark.task(1)
@pytest.mark.parametrize("user", [ADA, GRACE], ids=["ada", "grace"])
def test_me_is_the_user_who_asks(client, user):
    """Routes are tried in their order, and the first that fits is taken, whatever stands below."""
    response = client.get("/users/me", headers={"X-User": str(user["id"])})

    assert response.status_code == 200
    assert response.json() == user


@pytest.mark.task(2)
@pytest.mark.parametrize("user", [ADA, GRACE], ids=["ada", "grace"])
def test_a_profile_shows_no_other_field(client, user):
    """What goes out is decided by the model of the answer, not by what happens to be stored."""
    response = client.get(f"/users/{user['id']}")

    assert response.status_code == 200
    assert response.json() == user


@pytest.mark.task(3)
@pytest.mark.parametrize("size", [1, 4])
def test_the_first_page_begins_at_the_beginning(client, size):
    """Whoever misses a product here looks in the data first, where it is."""
    response = client.get("/products", params={"page": 1, "size": size})

    assert response.status_code == 200
    assert response.json()[:1] == ["aloe"]


@pytest.mark.task(3)
@pytest.mark.parametrize("size", [2, 4, 50], ids=["even", "rest", "one-page"])
def test_the_pages_hold_each_product_once(client, size):
    """An index that is one off shows at the seams: a product is on two pages, or on none."""
    pages = [client.get("/products", params={"page": page, "size": size}).json() for page in (1, 2, 3, 4)]

    assert [sku for page in pages for sku in page] == ["aloe", "basil", "cactus", "dill", "elder", "fern"]
    assert [len(page) for page in pages if len(page) > size] == []


@pytest.mark.task(4)
def test_a_quote_holds_its_own_lines_only(client):
    """What one customer asked for is nobody else's business."""
    ferns, dills = 2 + randbelow(90), 2 + randbelow(90)
    first = client.post("/quotes", json=[{"sku": "fern", "quantity": ferns}])
    assert first.json() == {"lines": [f"{ferns} x fern"], "cents": ferns * 1500}

    second = client.post("/quotes", json=[{"sku": "dill", "quantity": dills}, {"sku": "aloe", "quantity": 1}])

    assert second.status_code == 200
    assert second.json() == {"lines": [f"{dills} x dill", "1 x aloe"], "cents": dills * 300 + 900}


@pytest.mark.task(5)
def test_a_review_is_kept(client):
    """Calling a coroutine function only makes the coroutine; it runs when somebody awaits it."""
    text = f"It grew {token_hex(4)} leaves."

    response = client.post("/products/fern/reviews", json={"text": text})

    assert response.status_code == 201
    assert client.get("/products/fern/reviews").json() == [text]
    assert client.get("/products/dill/reviews").json() == []


@pytest.mark.task(6)
def test_a_restock_holds_nobody_up(client):
    """A coroutine that waits without `await` keeps the event loop, and with it every other request."""
    response = client.post("/restocks", json={"sku": "aloe", "quantity": 12})

    assert response.status_code == 201


@pytest.mark.task(6)
def test_a_restock_reaches_the_supplier(client):
    """The quickest way not to wait for work is not to do it."""
    order = {"sku": "cactus", "quantity": 2 + randbelow(90)}

    response = client.post("/restocks", json=order)

    received = client.get("/restocks").json()
    assert len(received) == 1
    assert received[0] == {**order, "reference": response.json().get("reference")}
