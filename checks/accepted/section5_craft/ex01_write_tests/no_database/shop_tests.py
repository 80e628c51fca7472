"""No database at all: a session with the two methods that the shop calls. One long test a route."""

from types import SimpleNamespace

from fastapi.testclient import TestClient

from shop import app, get_session


class FakeSession:
    def __init__(self):
        self.kept = {1: SimpleNamespace(id=1, name="Book", cents=2000, stock=3)}

    def get(self, _, number):
        return self.kept.get(number)

    def commit(self):
        pass


def shop():
    session = FakeSession()
    app.dependency_overrides[get_session] = lambda: session
    return TestClient(app), session.kept[1]


def test_orders():
    client, book = shop()
    for quantity, key, status in [(1, "no", 401), (-2, "blue-door", 422), (4, "blue-door", 409), (2, "blue-door", 201)]:
        assert book.stock == 3
        response = client.post("/orders", json={"product_id": 1, "quantity": quantity}, headers={"X-API-Key": key})
        assert response.status_code == status
    assert book.stock == 1
    assert response.json()["cents"] == 4000


def test_products():
    client, book = shop()
    assert client.get("/products/1").json() == vars(book)
    assert client.get("/products/5").status_code == 404


def test_shipping():
    client, _ = shop()
    for cents in range(4998, 5003):
        assert client.get("/shipping", params={"cents": cents}).json() == {"cents": 490 if cents < 5000 else 0}
