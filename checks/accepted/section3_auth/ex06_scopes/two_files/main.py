"""Two files; an own exception and its handler; aliases such as `CanRead` in signatures; a scheme for each flow."""

from auth import Caller, CanRead, CanReadSales, CanWrite, Refused, router
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel

app = FastAPI(title="Two files")
app.include_router(router)


class Order(BaseModel):
    id: int | None = None
    cents: int


orders: dict[int, Order] = {1: Order(id=1, cents=4500), 2: Order(id=2, cents=1200)}


@app.exception_handler(Refused)
def refused(request: Request, error: Refused) -> JSONResponse:
    return JSONResponse({"error": error.reason}, error.status, {"WWW-Authenticate": error.challenge})


@app.get("/me")
def me(caller: Caller) -> dict[str, str]:
    return {"sub": caller}


@app.get("/orders")
def read(caller: CanRead) -> list[Order]:
    return list(orders.values())


@app.post("/orders", status_code=201)
def write(caller: CanWrite, order: Order) -> Order:
    order.id = max(orders) + 1
    return orders.setdefault(order.id, order)


@app.get("/sales")
def sales(caller: CanReadSales) -> dict[str, int]:
    return {"orders": len(orders), "cents": sum(order.cents for order in orders.values())}
