"""2.3 Idempotency: PUT and DELETE have it by nature, POST gets it from a key."""

from typing import Annotated
from uuid import uuid4

from fastapi import FastAPI, Header, HTTPException, Response
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
PAYMENTS: dict[tuple[str, str], Payment] = {}  # by client and key: a tuple, for joined texts can meet

app = FastAPI(title="Carts and payments")


@app.get("/carts/{cart_id}")
def read_cart(cart_id: str) -> Cart:
    if cart_id not in CARTS:
        raise HTTPException(404, f"there is no cart {cart_id}")
    return CARTS[cart_id]


@app.put("/carts/{cart_id}")
def put_cart(cart_id: str, new: CartIn, response: Response) -> Cart:
    response.status_code = 200 if cart_id in CARTS else 201
    CARTS[cart_id] = Cart(id=cart_id, **new.model_dump())
    return CARTS[cart_id]


@app.delete("/carts/{cart_id}", status_code=204)
def delete_cart(cart_id: str) -> None:
    if CARTS.pop(cart_id, None) is None:
        raise HTTPException(404, f"there is no cart {cart_id}")


@app.get("/payments/total")
def total() -> dict[str, int]:
    return {"cents": sum(payment.cents for payment in PAYMENTS.values())}


@app.post("/payments", status_code=201)
def pay(
    new: NewPayment,
    client_id: Annotated[str, Header(alias="X-Client-ID")],
    key: Annotated[str, Header(alias="Idempotency-Key")] = "",  # required, a missing key would be FastAPI's 422
) -> Payment:
    if not key:
        raise HTTPException(400, "a payment needs an Idempotency-Key")
    # One step to look up and to store: two retries at the same time still charge once.
    made = PAYMENTS.setdefault((client_id, key), Payment(id=uuid4().hex, **new.model_dump()))
    if made.model_dump(exclude={"id"}) != new.model_dump():
        raise HTTPException(422, "this Idempotency-Key belongs to a payment with another body")
    return made
