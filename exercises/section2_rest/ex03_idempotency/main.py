"""2.3 Idempotency. The task is in README.md."""

from collections.abc import Hashable
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException
from pydantic import BaseModel, PositiveInt


class CartIn(BaseModel):
    items: dict[str, PositiveInt]


class Cart(CartIn):
    id: str


class NewPayment(BaseModel):
    order: str
    cents: PositiveInt


class Payment(NewPayment):
    id: str


CARTS: dict[str, Cart] = {}
PAYMENTS: dict[Hashable, Payment] = {}  # TODO: under what do you find a payment again?

app = FastAPI(title="Carts and payments")


@app.get("/carts/{cart_id}")
def read_cart(cart_id: str) -> Cart:
    if cart_id not in CARTS:
        raise HTTPException(404, f"there is no cart {cart_id}")
    return CARTS[cart_id]


@app.put("/carts/{cart_id}")
def put_cart(cart_id: str, new: CartIn) -> Cart:
    # TODO: the client chose the address; was there a cart already?
    raise HTTPException(501, "not written yet")


@app.delete("/carts/{cart_id}")
def delete_cart(cart_id: str) -> None:
    # TODO: remove it, and say so when there is none.
    raise HTTPException(501, "not written yet")


@app.get("/payments/total")
def total() -> dict[str, int]:
    return {"cents": sum(payment.cents for payment in PAYMENTS.values())}


@app.post("/payments")
def pay(new: NewPayment, client_id: Annotated[str, Header(alias="X-Client-ID")]) -> Payment:
    # TODO: read the key; charge once for each.
    raise HTTPException(501, "not written yet")
