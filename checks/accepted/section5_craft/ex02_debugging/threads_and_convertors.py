"""Stays async: the supplier is called in a thread, paths tell numbers from words, answers are filtered by response_model."""

import asyncio
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException, Query
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field

import supplier
import wire

PRODUCTS = {
    sku: {"sku": sku, "cents": cents}
    for sku, cents in [("aloe", 900), ("basil", 350), ("cactus", 1200), ("dill", 300), ("elder", 2400), ("fern", 1500)]
}
REVIEWS: dict[str, list[str]] = {sku: [] for sku in PRODUCTS}


class Profile(BaseModel):
    id: int
    name: str


class Account(Profile):
    password_hash: str


ACCOUNTS = {
    1: Account(id=1, name="Ada", password_hash="argon2:9f2c41"),
    2: Account(id=2, name="Grace", password_hash="argon2:77b0de"),
}


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


def known(sku: str) -> str:
    if sku not in PRODUCTS:
        raise HTTPException(404, f"there is no product {sku}")
    return sku


async def keep_review(sku: str, text: str) -> None:
    await asyncio.sleep(0)  # the way to a database, one day
    REVIEWS[sku].append(text)


def quoted(items: list[Item], lines: list[str] | None = None) -> Quote:
    lines = lines or []
    for item in items:
        lines += [f"{item.quantity} x {item.sku}"]
    return Quote(lines=lines, cents=sum(PRODUCTS[item.sku]["cents"] * item.quantity for item in items))


@app.get("/users/{user_id:int}", response_model=Profile)
async def read_user(user_id: int):
    if user_id not in ACCOUNTS:
        raise HTTPException(404, f"there is no user {user_id}")
    return ACCOUNTS[user_id]


@app.get("/users/me")
def read_me(x_user: Annotated[int, Header()]) -> Profile:
    return Profile(**ACCOUNTS[x_user].model_dump())


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
    await keep_review(known(sku), review.text)
    return review


@app.get("/products/{sku}/reviews")
def list_reviews(sku: str) -> list[str]:
    return REVIEWS[known(sku)]


@app.post("/restocks", status_code=201)
async def restock(item: Item):
    reference = await run_in_threadpool(supplier.order, known(item.sku), item.quantity)
    return {"sku": item.sku, "quantity": item.quantity, "reference": reference}


@app.get("/restocks")
def list_restocks() -> list[dict[str, str | int]]:
    """The orders that the supplier has received."""
    return supplier.received()
