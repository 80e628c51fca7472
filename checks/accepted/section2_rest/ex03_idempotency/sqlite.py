"""SQLite does it: an upsert for PUT, a unique pair of client and key whose conflict is the sign of a retry."""

import json
import sqlite3
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, HTTPException, Response
from pydantic import BaseModel, PositiveInt

db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
db.executescript(
    """
    CREATE TABLE cart (id TEXT PRIMARY KEY, items TEXT NOT NULL);
    CREATE TABLE payment (
        id INTEGER PRIMARY KEY, client TEXT, key TEXT CHECK (key <> ''), "order" TEXT, cents INTEGER,
        UNIQUE (client, key)
    );
    """
)


class CartIn(BaseModel):
    items: dict[str, PositiveInt]


class PaymentIn(BaseModel):
    order: str
    cents: PositiveInt


class Payment(PaymentIn):
    id: int


router = APIRouter()


@router.get("/carts/{cart_id}")
def read_cart(cart_id: str):
    row = db.execute("SELECT items FROM cart WHERE id = ?", (cart_id,)).fetchone()
    if row is None:
        raise HTTPException(404, "no cart")
    return {"id": cart_id, "items": json.loads(row[0])}


@router.put("/carts/{cart_id}")
def put_cart(cart_id: str, cart: CartIn, response: Response):
    try:
        db.execute("INSERT INTO cart VALUES (?, ?)", (cart_id, json.dumps(cart.items)))
        response.status_code = 201
    except sqlite3.IntegrityError:
        db.execute("UPDATE cart SET items = ? WHERE id = ?", (json.dumps(cart.items), cart_id))
    return read_cart(cart_id)


@router.delete("/carts/{cart_id}", status_code=204)
def delete_cart(cart_id: str):
    read_cart(cart_id)
    db.execute("DELETE FROM cart WHERE id = ?", (cart_id,))


payments = APIRouter(prefix="/payments")


@payments.get("/total")
def total():
    return {"cents": db.execute("SELECT coalesce(sum(cents), 0) FROM payment").fetchone()[0]}


@payments.post("", status_code=201, response_model=Payment)
def pay(
    body: PaymentIn,
    x_client_id: Annotated[str, Header()],
    idempotency_key: Annotated[str | None, Header()] = None,
):
    if not idempotency_key:
        raise HTTPException(400, "Idempotency-Key, please")
    sent = (body.order, body.cents)
    db.execute(
        'INSERT OR IGNORE INTO payment (client, key, "order", cents) VALUES (?, ?, ?, ?)',
        (x_client_id, idempotency_key, *sent),
    )
    found = 'SELECT id, "order", cents FROM payment WHERE client = ? AND key = ?'
    number, *known = db.execute(found, (x_client_id, idempotency_key)).fetchone()
    if tuple(known) != sent:
        raise HTTPException(422, [{"loc": ["header", "idempotency-key"], "msg": "was used for something else"}])
    return Payment(id=number, order=body.order, cents=body.cents)


app = FastAPI()
app.include_router(router)
app.include_router(payments)
