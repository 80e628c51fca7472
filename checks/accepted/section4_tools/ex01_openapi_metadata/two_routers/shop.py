from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body, Depends, HTTPException, Path, Security
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, PositiveInt


@dataclass
class Product:
    sku: str
    name: str
    cents: int


class Lines(BaseModel):
    sku: str
    count: PositiveInt


class Receipt(BaseModel):
    id: int
    cents: int
    sku: str
    count: int


class Detail(BaseModel):
    detail: str


def error(code: int, text: str) -> dict[int | str, dict[str, Any]]:
    return {code: {"model": Detail, "description": text}}


PRODUCTS = [Product("sencha", "Sencha", 890), Product("assam", "Assam", 640), Product("oolong", "Oolong", 1250)]
STOCK = {"sencha": 40, "assam": 12, "oolong": 0}
receipts: list[Receipt] = []


async def customer(key: Annotated[str, Security(APIKeyHeader(name="X-API-Key"))]) -> None:
    if key != "leaf-42":
        raise HTTPException(401, "unknown key", headers={"WWW-Authenticate": "APIKey"})


def find(sku: Annotated[str, Path(description="The tea's short name", examples=["assam"])]) -> Product:
    for product in PRODUCTS:
        if product.sku == sku:
            return product
    raise HTTPException(404, "no such tea")


products = APIRouter(tags=["products"])
orders = APIRouter(tags=["orders"], dependencies=[Depends(customer)], responses=error(401, "Who are you?"))
internal = APIRouter()


@products.get(
    "/products", response_model=list[Product], operation_id="list_products", summary="All the teas", description="Now."
)
async def everything():
    """Never shown: the decorator has a description."""
    return PRODUCTS


@products.get(
    "/products/{sku}", operation_id="read_product", responses=error(404, "Unknown"), summary="One of the teas"
)
async def one(product: Annotated[Product, Depends(find)]) -> Product:
    """By its short name."""
    return product


@products.get("/stock", operation_id="count_stock", summary="How much is left", deprecated=True)
async def left() -> dict[str, int]:
    return STOCK


@orders.post(
    "",
    status_code=201,
    operation_id="place_order",
    summary="Buy a tea",
    responses={**error(404, "Unknown"), **error(409, "Sold out")},
)
async def buy(
    lines: Annotated[
        Lines,
        Body(
            openapi_examples={
                "sold out": {"summary": "A 409", "value": {"sku": "oolong", "count": 1}},
                "good": {"summary": "A 201", "value": {"sku": "assam", "count": 1}},
            }
        ),
    ],
) -> Receipt:
    product = find(lines.sku)
    if STOCK[lines.sku] < lines.count:
        raise HTTPException(409, "not enough left")
    STOCK[lines.sku] -= lines.count
    receipts.append(Receipt(id=len(receipts) + 1, cents=product.cents * lines.count, **lines.model_dump()))
    return receipts[-1]


@internal.get("/health", tags=["internal"])
async def health():
    return {"status": "ok"}
