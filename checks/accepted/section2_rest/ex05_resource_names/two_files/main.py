"""Two files, an own exception and its handler, a body that refuses unknown fields, an absolute Location."""

import store
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict

app = FastAPI()


class Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")
    item: str


@app.exception_handler(store.MissingError)
def missing(request: Request, error: store.MissingError):
    return JSONResponse({"detail": [str(error)]}, 404)


@app.get("/users/{id}")
def user(id: int) -> store.User:
    return store.user(id)


@app.get("/users/{id}/orders")
def orders(id: int):
    return JSONResponse([vars(order) for order in store.orders(id)])


@app.post("/users/{id}/orders")
def order_something(id: int, wish: Wish, request: Request):
    order = store.add(id, wish.item)
    return JSONResponse(vars(order), 201, {"location": str(request.url_for("order", id=id, number=order.id))})


@app.get("/users/{id}/orders/{number}")
def order(id: int, number: int) -> store.Order:
    return store.order(id, number)


@app.delete("/users/{id}/orders/{number}", status_code=204)
def cancel(id: int, number: int) -> None:
    store.rows.remove(store.order(id, number))
