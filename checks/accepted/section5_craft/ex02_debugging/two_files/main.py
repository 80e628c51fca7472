"""Users in a file and a router of their own, which knows no hashes; the supplier is called by asyncio.to_thread; reviews by a task that is awaited."""

import asyncio
from typing import Annotated

import users
from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel, Field

import supplier
import wire

PRODUCTS = {
    sku: {"sku": sku, "cents": cents}
    for sku, cents in [("aloe", 900), ("basil", 350), ("cactus", 1200), ("dill", 300), ("elder", 2400), ("fern", 1500)]
}
REVIEWS: dict[str, list[str]] = {sku: [] for sku in PRODUCTS}


class Item(BaseModel):
    sku: str
    quantity: Annotated[int, Field(ge=1)]


class Quote(BaseModel):
    lines: list[str]
    cents: int


class Review(BaseModel):
    text: str


app = FastAPI(title="Plants")
app.add_middleware(wire.Log)
app.include_router(users.router)


def known(sku: str) -> str:
    if sku not in PRODUCTS:
        raise HTTPException(404, f"there is no product {sku}")
    return sku


async def keep_review(sku: str, text: str) -> None:
    await asyncio.sleep(0)  # the way to a database, one day
    REVIEWS[sku].append(text)


def quoted(items: list[Item]) -> Quote:
    lines = [f"{item.quantity} x {item.sku}" for item in items]  # made anew in each call, as no default is
    return Quote(lines=lines, cents=sum(PRODUCTS[item.sku]["cents"] * item.quantity for item in items))


@app.get("/products")
def list_products(page: Annotated[int, Query(ge=1)] = 1, size: Annotated[int, Query(ge=1, le=50)] = 4) -> list[str]:
    start = (page - 1) * size
    return sorted(PRODUCTS)[start : start + size]


@app.post("/quotes")
def make_quote(items: list[Item]) -> Quote:
    for item in items:
        known(item.sku)
    return quoted(items)


@app.post("/products/{sku}/reviews", status_code=201)
async def add_review(sku: str, review: Review) -> Review:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(keep_review(known(sku), review.text))
    return review


@app.get("/products/{sku}/reviews")
def list_reviews(sku: str) -> list[str]:
    return REVIEWS[known(sku)]


@app.post("/restocks", status_code=201)
async def restock(item: Item):
    reference = await asyncio.to_thread(supplier.order, known(item.sku), item.quantity)
    return {"sku": item.sku, "quantity": item.quantity, "reference": reference}


@app.get("/restocks")
def list_restocks() -> list[dict[str, str | int]]:
    """The orders that the supplier has received."""
    return supplier.received()
