"""4.1 OpenAPI metadata. The task is in README.md."""

from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, Field


class Product(BaseModel):
    sku: str
    name: str
    cents: int


class NewOrder(BaseModel):
    # TODO: an example. What would you send to try it?
    sku: str
    count: int = Field(gt=0)


class Order(NewOrder):
    id: int
    cents: int


class Problem(BaseModel):
    """What FastAPI answers when a route raises an HTTPException."""

    detail: str


PRODUCTS = {
    "sencha": Product(sku="sencha", name="Sencha", cents=890),
    "assam": Product(sku="assam", name="Assam", cents=640),
    "oolong": Product(sku="oolong", name="Oolong", cents=1250),
}
STOCK = {"sencha": 40, "assam": 12, "oolong": 0}
KEYS = {"leaf-42"}
order_ids = count(1)
api_key = APIKeyHeader(name="X-API-Key")


def known_customer(key: Annotated[str, Depends(api_key)]) -> None:
    if key not in KEYS:
        raise HTTPException(401, "unknown key", headers={"WWW-Authenticate": "APIKey"})


# TODO: say what this API is, and what its tags mean.
app = FastAPI(
    title="FastAPI",
)


# TODO: give each route below what the README lists. All of them work: only what the document says of them changes.
@app.get("/products", operation_id="read")
def list_products():
    return list(PRODUCTS.values())


@app.get("/products/{sku}", operation_id="read")
def read_product(sku: str):
    if sku not in PRODUCTS:
        raise HTTPException(404, "no such tea")
    return PRODUCTS[sku]


@app.post(
    "/orders",
    status_code=201,
    dependencies=[Depends(known_customer)],
)
def place_order(new: NewOrder):
    if new.sku not in PRODUCTS:
        raise HTTPException(404, "no such tea")
    if new.count > STOCK[new.sku]:
        raise HTTPException(409, "not enough left")
    STOCK[new.sku] -= new.count
    return Order(id=next(order_ids), cents=new.count * PRODUCTS[new.sku].cents, **new.model_dump())


@app.get("/stock")
def count_stock() -> dict[str, int]:
    return STOCK


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}
