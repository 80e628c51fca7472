"""5.1 Write tests. The task is in README.md, and this file is the answer to it."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from shop import Base, Product, app

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
    # TODO: this database is empty for each thread that asks; and the shop does not know of it yet.
    engine = create_engine("sqlite://")
    fill(engine)
    return TestClient(app)


def test_an_unknown_product_is_404(client):
    # TODO: ask for a product that is not there, and assert what comes back. Then write the other tests.
    pytest.fail("not written yet")
