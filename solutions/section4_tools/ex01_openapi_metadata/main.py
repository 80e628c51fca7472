"""4.1 OpenAPI metadata: a document from which a stranger, or a code generator, can use the API."""

from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, ConfigDict, Field


class Product(BaseModel):
    sku: str
    name: str
    cents: int


class NewOrder(BaseModel):
    model_config = ConfigDict(json_schema_extra={"examples": [{"sku": "sencha", "count": 2}]})

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

UNKNOWN_KEY = {401: {"model": Problem, "description": "The key is missing or unknown"}}
NO_SUCH_TEA = {404: {"model": Problem, "description": "No tea has this SKU"}}
SOLD_OUT = {409: {"model": Problem, "description": "Not enough of it is left"}}


def known_customer(key: Annotated[str, Depends(api_key)]) -> None:
    if key not in KEYS:
        raise HTTPException(401, "unknown key", headers={"WWW-Authenticate": "APIKey"})


app = FastAPI(
    title="Tea shop",
    version="2.1.0",
    description="Teas and what is left of them, for everybody. Orders need a key in `X-API-Key`.",
    openapi_tags=[
        {"name": "products", "description": "What the shop sells."},
        {"name": "orders", "description": "What customers buy, with a key."},
    ],
    # Generated clients name their methods by it; FastAPI's own ids add path and method.
    generate_unique_id_function=lambda route: route.name,
)


@app.get("/products", tags=["products"], summary="List all teas")
def list_products() -> list[Product]:
    return list(PRODUCTS.values())


@app.get("/products/{sku}", tags=["products"], summary="Read one tea", responses=NO_SUCH_TEA)
def read_product(sku: str) -> Product:
    if sku not in PRODUCTS:
        raise HTTPException(404, "no such tea")
    return PRODUCTS[sku]


@app.post(
    "/orders",
    tags=["orders"],
    summary="Order some tea",
    status_code=201,
    dependencies=[Depends(known_customer)],
    responses=UNKNOWN_KEY | NO_SUCH_TEA | SOLD_OUT,
)
def place_order(new: NewOrder) -> Order:
    if new.sku not in PRODUCTS:
        raise HTTPException(404, "no such tea")
    if new.count > STOCK[new.sku]:
        raise HTTPException(409, "not enough left")
    STOCK[new.sku] -= new.count
    return Order(id=next(order_ids), cents=new.count * PRODUCTS[new.sku].cents, **new.model_dump())


@app.get("/stock", tags=["products"], summary="Count what is left", deprecated=True)
def count_stock() -> dict[str, int]:
    return STOCK


@app.get("/health", include_in_schema=False)
def health() -> dict[str, str]:
    return {"status": "ok"}
