"""Coroutines with httpx's AsyncClient, by anyio's plugin; the database is a file of the test's own folder."""

import httpx
import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import sessionmaker

from shop import Base, Product, app, get_session

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def sessions(tmp_path):
    made = sessionmaker(create_engine(f"sqlite:///{tmp_path / 'shop.db'}"))
    Base.metadata.create_all(made.kw["bind"])
    with made.begin() as session:
        session.add_all([Product(id=1, name="Cup", cents=300, stock=10), Product(id=2, name="Pot", cents=900, stock=1)])
    return made


@pytest.fixture
async def http(sessions, monkeypatch):
    async def override():
        with sessions() as session:
            yield session

    monkeypatch.setitem(app.dependency_overrides, get_session, override)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
        yield client


@pytest.mark.parametrize(
    ("product", "quantity", "key", "status"),
    [
        (1, 11, "blue-door", 409),
        (2, 2, "blue-door", 409),
        (1, 0, "blue-door", 422),
        (1, 1, "", 401),
        (3, 1, "blue-door", 404),
    ],
)
async def test_refused(http, sessions, product, quantity, key, status):
    body = {"product_id": product, "quantity": quantity}
    response = await http.post("/orders", json=body, headers={"X-API-Key": key})
    with sessions() as session:
        stocks = [session.get(Product, number).stock for number in (1, 2)]
    assert (response.status_code, stocks) == (status, [10, 1])


async def test_ordered(http):
    response = await http.post("/orders", json={"product_id": 1, "quantity": 4}, headers={"X-API-Key": "blue-door"})
    assert response.status_code == 201
    assert response.json() == {"product_id": 1, "quantity": 4, "cents": 1200}
    assert (await http.get("/products/1")).json()["stock"] == 6


@pytest.mark.parametrize(("total", "shipping"), [(5000, 0), (4999, 490)])
async def test_shipping(http, total, shipping):
    response = await http.get("/shipping", params={"cents": total})
    assert response.json()["cents"] == shipping
