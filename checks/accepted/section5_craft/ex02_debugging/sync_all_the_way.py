"""Nothing is async any more; one route takes both words and numbers; pages are cut by islice; profiles are dicts."""

from itertools import islice
from typing import Annotated, Literal

from fastapi import FastAPI, Header, HTTPException, Query
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


def keep_review(sku: str, text: str) -> None:
    REVIEWS[sku].append(text)


def quoted(items: list[Item]) -> Quote:
    lines = [f"{item.quantity} x {item.sku}" for item in items]  # made anew in each call, as no default is
    return Quote(lines=lines, cents=sum(PRODUCTS[item.sku]["cents"] * item.quantity for item in items))


@app.get("/users/{user_id}")
def read_user(user_id: int | Literal["me"], x_user: Annotated[int | None, Header()] = None):
    if user_id == "me":
        user_id = x_user
    if user_id not in ACCOUNTS:
        raise HTTPException(404, f"there is no user {user_id}")
    return ACCOUNTS[user_id].model_dump(exclude={"password_hash"})


@app.get("/products")
def list_products(page: Annotated[int, Query(ge=1)] = 1, size: Annotated[int, Query(ge=1, le=50)] = 4) -> list[str]:
    start = (page - 1) * size
    return list(islice(sorted(PRODUCTS), start, page * size))


@app.post("/quotes")
def make_quote(items: list[Item]) -> Quote:
    for item in items:
        known(item.sku)
    return quoted(items)


@app.post("/products/{sku}/reviews", status_code=201)
def add_review(sku: str, review: Review) -> Review:
    keep_review(known(sku), review.text)
    return review


@app.get("/products/{sku}/reviews")
def list_reviews(sku: str) -> list[str]:
    return REVIEWS[known(sku)]


@app.post("/restocks", status_code=201)
def restock(item: Item) -> dict[str, str | int]:  # no async: the supplier blocks its thread, and must have one
    reference = supplier.order(known(item.sku), item.quantity)
    return {"sku": item.sku, "quantity": item.quantity, "reference": reference}


@app.get("/restocks")
def list_restocks() -> list[dict[str, str | int]]:
    """The orders that the supplier has received."""
    return supplier.received()
