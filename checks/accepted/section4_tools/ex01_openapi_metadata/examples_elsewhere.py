"""Literal error schemas without a model, `Body(examples=)`, a TypedDict as the answer, ids from a table, a mounted probe."""

from typing import Annotated

from fastapi import Body, Depends, FastAPI, Header, HTTPException, Response
from pydantic import BaseModel, Field
from typing_extensions import TypedDict  # on 3.11, pydantic takes no other


class Product(TypedDict):
    sku: str
    name: str
    cents: int


class NewOrder(BaseModel):
    sku: str
    count: int = Field(ge=1)


class Order(TypedDict):
    id: int
    sku: str
    count: int
    cents: int


PRODUCTS: dict[str, Product] = {
    sku: {"sku": sku, "name": sku.title(), "cents": cents}
    for sku, cents in {"sencha": 890, "assam": 640, "oolong": 1250}.items()
}
STOCK = {"sencha": 40, "assam": 12, "oolong": 0}
NAMES = {"/products": "list_products", "/products/{sku}": "read_product", "/orders": "place_order"}
ERROR = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}


def fails(**codes: str):
    return {
        code.removeprefix("c"): {"description": text, "content": {"application/json": {"schema": ERROR}}}
        for code, text in codes.items()
    }


app = FastAPI(
    title="Tea shop",
    version="2.1.0",
    description="Sells tea to people with keys",
    openapi_tags=[{"name": "products", "description": "Tea."}, {"name": "orders", "description": "Tea for you."}],
    generate_unique_id_function=lambda route: NAMES.get(route.path_format, "count_stock"),
)
probe = FastAPI(openapi_url=None)
app.mount("/health", probe)


@probe.get("/")
def alive() -> dict[str, str]:
    return {"status": "ok"}


def customer(x_api_key: Annotated[str | None, Header()] = None) -> None:
    if x_api_key != "leaf-42":
        raise HTTPException(401, "unknown key", {"WWW-Authenticate": "APIKey"})


@app.get("/products", tags=["products"], summary="Get a list of products")
def listed() -> list[Product]:
    return [*PRODUCTS.values()]


@app.get("/products/{sku}", tags=["products"], summary="Get a single product", responses=fails(c404="Not sold here"))
def single(sku: str) -> Product:
    try:
        return PRODUCTS[sku]
    except KeyError:
        raise HTTPException(404, "not sold here") from None


@app.post(
    "/orders",
    tags=["orders"],
    summary="Create an order",
    responses=fails(c401="No key", c404="Not sold here", c409="Sold out"),
    status_code=201,
)
def ordered(
    new: Annotated[NewOrder, Body(examples=[{"sku": "assam", "count": 3}])],
    response: Response,
    _: Annotated[None, Depends(customer)],
) -> Order:
    cents = single(new.sku)["cents"] * new.count
    if new.count > STOCK[new.sku]:
        raise HTTPException(409, "sold out")
    STOCK[new.sku] -= new.count
    response.headers["Cache-Control"] = "no-store"
    return {"id": 10_000 - STOCK[new.sku], "sku": new.sku, "count": new.count, "cents": cents}


@app.get("/stock", tags=["products"], summary="Get all stock levels", deprecated=True)
def levels() -> dict[str, int]:
    return STOCK
