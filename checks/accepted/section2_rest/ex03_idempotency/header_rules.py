"""The key is a required header with a least length, and a handler makes the 400 of FastAPI's error; a list of payments
under a lock, client and key joined by a colon, bodies compared as tuples."""

from threading import Lock
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException, Request, Response
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel

app = FastAPI()
carts: dict[str, dict] = {}
payments: list[tuple[str, str, int]] = []
one_at_a_time = Lock()


class Body(BaseModel):
    order: str
    cents: int


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    if any(part["loc"][0] == "header" for part in error.errors()):
        return JSONResponse({"detail": "a header is missing"}, 400)
    return await request_validation_exception_handler(request, error)


@app.get("/carts/{cart_id}")
def read(cart_id: str):
    if cart_id not in carts:
        raise HTTPException(404)
    return {"id": cart_id, **carts[cart_id]}


@app.put("/carts/{cart_id}")
def put(cart_id: str, cart: dict[str, dict[str, int]], response: Response):
    if cart_id not in carts:
        response.status_code = 201
    carts[cart_id] = cart
    return read(cart_id)


@app.delete("/carts/{cart_id}", status_code=204)
def delete(cart_id: str):
    read(cart_id)
    del carts[cart_id]


@app.get("/payments/total")
def total():
    return {"cents": sum(cents for _, _, cents in payments)}


@app.post("/payments", status_code=201)
def pay(
    body: Body,
    x_client_id: Annotated[str, Header()],
    idempotency_key: Annotated[str, Header(min_length=1)],
):
    name = f"{x_client_id}:{idempotency_key}"
    with one_at_a_time:
        numbers = [number for number, payment in enumerate(payments) if payment[0] == name]
        if not numbers:
            numbers = [len(payments)]
            payments.append((name, body.order, body.cents))
    if payments[numbers[0]] != (name, body.order, body.cents):
        raise HTTPException(422, "this key was used for another payment")
    return {"id": numbers[0], **body.model_dump()}
