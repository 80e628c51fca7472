"""Authentication became a dependency of the app, which no preflight reaches; CORS stands before it in the file."""

import os
from secrets import compare_digest
from typing import Annotated

from fastapi import Body, Cookie, Depends, FastAPI, HTTPException, Response, Security
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

TOKEN = os.environ.get("API_TOKEN", "")


class Order(BaseModel):
    id: int
    sku: str
    count: int


ORDERS = {1: Order(id=1, sku="tea", count=2), 2: Order(id=2, sku="cup", count=6)}


def require_token(
    bearer: Annotated[HTTPAuthorizationCredentials | None, Security(HTTPBearer(auto_error=False))],
    token: Annotated[str, Cookie()] = "",
) -> None:
    sent = bearer.credentials if bearer else token
    if not TOKEN or not compare_digest(sent.encode(), TOKEN.encode()):
        raise HTTPException(401, "who are you?", {"WWW-Authenticate": "Bearer"})


app = FastAPI(title="Orders", dependencies=[Depends(require_token)])

app.add_middleware(
    CORSMiddleware,
    allow_origins=("https://backoffice.example", "https://shop.example"),
    allow_origin_regex=r"https://([a-z0-9-]+\.)+shop\.example",
    allow_credentials=True,
    allow_methods=("GET", "PATCH"),
    allow_headers=("Authorization", "X-Request-ID"),  # Starlette always adds the four that pages may send anyway
    expose_headers=("X-Total-Count",),
)


def known(order_id: int) -> Order:
    if order_id not in ORDERS:
        raise HTTPException(404, f"there is no order {order_id}")
    return ORDERS[order_id]


@app.get("/orders")
def list_orders(response: Response) -> list[Order]:
    response.headers["X-Total-Count"] = str(len(ORDERS))
    return list(ORDERS.values())


@app.patch("/orders/{order_id}")
def change_order(order_id: int, count: Annotated[int, Body(embed=True, ge=1)]) -> Order:
    known(order_id).count = count
    return known(order_id)


@app.delete("/orders/{order_id}", status_code=204)
def delete_order(order_id: int) -> None:
    """For the back office's scripts; no page may call it."""
    del ORDERS[known(order_id).id]
