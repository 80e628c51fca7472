"""Both in the list that the app is made with, outermost first; authentication is plain ASGI; every origin by one pattern."""

import os
from secrets import compare_digest
from typing import Annotated

from fastapi import Body, FastAPI, HTTPException, Request, Response
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from pydantic import BaseModel

TOKEN = os.environ.get("API_TOKEN", "")


class Order(BaseModel):
    id: int
    sku: str
    count: int


ORDERS = {1: Order(id=1, sku="tea", count=2), 2: Order(id=2, sku="cup", count=6)}


class RequireToken:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http":
            request = Request(scope)
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            if scheme.lower() != "bearer":
                token = request.cookies.get("token", "")
            if not TOKEN or not compare_digest(token.encode(), TOKEN.encode()):
                await JSONResponse({"detail": "log in"}, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
                return
        await self.app(scope, receive, send)


app = FastAPI(
    middleware=[
        Middleware(
            CORSMiddleware,
            allow_origin_regex=r"https://((.+\.)?shop|backoffice)\.example",
            allow_credentials=True,
            allow_methods=["PATCH", "GET"],
            allow_headers=["authorization", "content-type", "x-request-id"],
            expose_headers=["x-total-count"],
            max_age=3600,
        ),
        Middleware(RequireToken),
    ]
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
