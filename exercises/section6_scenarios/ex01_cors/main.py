"""6.1 CORS. The task is in README.md."""

import os
from secrets import compare_digest
from typing import Annotated

from fastapi import Body, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

TOKEN = os.environ.get("API_TOKEN", "")


class Order(BaseModel):
    id: int
    sku: str
    count: int


ORDERS = {1: Order(id=1, sku="tea", count=2), 2: Order(id=2, sku="cup", count=6)}

app = FastAPI(title="Orders")

# TODO: let the shop's pages in. A request meets the middleware that was added last first: is this the right place?


@app.middleware("http")
async def require_token(request: Request, call_next):
    """Every request needs the token, in `Authorization: Bearer …` or in the cookie `token`. It works as it is."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        token = request.cookies.get("token", "")
    if not TOKEN or not compare_digest(token.encode(), TOKEN.encode()):
        return JSONResponse({"detail": "a token is needed"}, 401, {"WWW-Authenticate": "Bearer"})
    return await call_next(request)


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
