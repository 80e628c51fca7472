"""unittest's classes; one engine for all, whose tables are dropped and made anew for each test."""

import unittest

from fastapi.testclient import TestClient
from sqlalchemy import StaticPool, create_engine
from sqlalchemy.orm import Session

import shop

engine = create_engine("sqlite+pysqlite:///:memory:", poolclass=StaticPool, connect_args={"check_same_thread": False})


class ShopCase(unittest.TestCase):
    def setUp(self):
        shop.Base.metadata.drop_all(engine)
        shop.Base.metadata.create_all(engine)
        self.session = Session(engine)
        self.addCleanup(self.session.close)
        self.session.add(shop.Product(id=7, name="Chair", cents=4500, stock=2))
        self.session.commit()
        shop.app.dependency_overrides = {shop.get_session: lambda: self.session}
        self.client = TestClient(shop.app, headers={"X-API-Key": "blue-door"})

    def left(self):
        self.session.expire_all()
        return self.session.get(shop.Product, 7).stock


class Orders(ShopCase):
    def test_two_chairs(self):
        response = self.client.post("/orders", json={"product_id": 7, "quantity": 2})
        assert response.status_code == 201, response.text
        assert response.json()["cents"] == 9000
        assert self.left() == 0

    def test_refusals(self):
        for quantity, status in [(3, 409), (-1, 422), (0, 422)]:
            with self.subTest(quantity=quantity):
                response = self.client.post("/orders", json={"product_id": 7, "quantity": quantity})
                assert response.status_code == status
                assert self.left() == 2

    def test_wrong_key(self):
        response = self.client.post("/orders", json={"product_id": 7, "quantity": 1}, headers={"X-API-Key": "red"})
        assert response.status_code == 401


class Reading(ShopCase):
    def test_unknown_product(self):
        assert self.client.get("/products/8").status_code == 404

    def test_shipping(self):
        paid = [self.client.get(f"/shipping?cents={cents}").json()["cents"] for cents in (0, 4999, 5000, 5001)]
        assert paid == [490, 490, 0, 0]
