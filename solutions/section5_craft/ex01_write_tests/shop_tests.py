"""5.1 Write tests: a new database for each test, and the refusals as well as what goes well."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from shop import Base, Product, app, get_session

KEY = {"X-API-Key": "blue-door"}
LAMP = {"id": 1, "name": "Lamp", "cents": 1200, "stock": 5}


def fill(engine):
    """The shop's tables, and a lamp for sale."""
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Product(**LAMP))
        session.commit()


def order(client, quantity, headers=KEY):
    return client.post("/orders", json={"product_id": 1, "quantity": quantity}, headers=headers)


@pytest.fixture
def client():
    # One connection for all threads: a second one to a database in memory is a second database.
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    fill(engine)

    def session_in_memory():
        with Session(engine) as session:
            yield session

    app.dependency_overrides[get_session] = session_in_memory
    yield TestClient(app)
    app.dependency_overrides.clear()


def test_an_unknown_product_is_404(client):
    assert client.get("/products/2").status_code == 404


def test_shipping_is_free_from_5000_cents_on(client):
    assert client.get("/shipping?cents=4999").json() == {"cents": 490}
    assert client.get("/shipping?cents=5000").json() == {"cents": 0}


def test_an_order_answers_its_price(client):
    response = order(client, quantity=3)
    assert response.status_code == 201
    assert response.json() == {"product_id": 1, "quantity": 3, "cents": 3600}


def test_an_order_lowers_the_stock(client):
    order(client, quantity=3)
    assert client.get("/products/1").json() == {**LAMP, "stock": 2}


def test_an_order_without_a_key_is_401(client):
    assert order(client, quantity=1, headers={}).status_code == 401


def test_an_order_of_nothing_is_422(client):
    assert order(client, quantity=0).status_code == 422


def test_an_order_of_more_than_the_stock_is_409(client):
    assert order(client, quantity=6).status_code == 409


def test_a_refused_order_leaves_the_stock(client):
    order(client, quantity=6)
    assert client.get("/products/1").json() == LAMP
