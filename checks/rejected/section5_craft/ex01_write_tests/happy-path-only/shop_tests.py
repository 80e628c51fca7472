"""Only what goes well."""

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


def test_the_lamp_is_shown(client):
    assert client.get("/products/1").json() == LAMP


def test_shipping_costs_something(client):
    assert client.get("/shipping?cents=1000").json() == {"cents": 490}


def test_two_lamps_are_sold(client):
    response = order(client, quantity=2)
    assert response.status_code == 201
    assert response.json() == {"product_id": 1, "quantity": 2, "cents": 2400}
    assert client.get("/products/1").json() == {**LAMP, "stock": 3}
