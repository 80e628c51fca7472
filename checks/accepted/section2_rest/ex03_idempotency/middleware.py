"""The keys live in an ASGI middleware that replays stored answers; the route charges and knows nothing of keys."""

import json
from uuid import uuid4

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class OncePerKey:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.answers: dict[tuple[bytes, bytes], tuple[object, list[Message]]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST":
            return await self.app(scope, receive, send)
        headers = dict(scope["headers"])
        name = headers.get(b"x-client-id", b""), headers.get(b"idempotency-key", b"")
        if not name[1]:
            return await JSONResponse({"detail": "Idempotency-Key is missing"}, 400)(scope, receive, send)
        whole = b""
        more = True
        while more:
            message = await receive()
            whole += message.get("body", b"")
            more = message.get("more_body", False)
        body = json.loads(whole)
        known, messages = self.answers.get(name, (body, []))
        if known != body:
            return await JSONResponse({"detail": "this key is taken"}, 422)(scope, receive, send)
        if not messages:

            async def replay() -> Message:
                return {"type": "http.request", "body": whole, "more_body": False}

            async def keep(message: Message) -> None:
                messages.append(message)

            await self.app(scope, replay, keep)
            if messages[0]["status"] < 400:
                self.answers[name] = body, messages
        for message in messages:
            await send(message)
        return None


class Payment(BaseModel):
    order: str
    cents: int


class Cart(BaseModel):
    items: dict[str, int]


carts: dict[str, Cart] = {}
charged: list[int] = []
app = FastAPI()
app.add_middleware(OncePerKey)


@app.get("/carts/{key}")
def read(key: str):
    if key not in carts:
        raise HTTPException(404, "unknown")
    return {"id": key, "items": carts[key].items}


@app.put("/carts/{key}", status_code=201, responses={200: {"description": "replaced"}})
def put(key: str, cart: Cart):
    status = 201 - (key in carts)
    carts[key] = cart
    return JSONResponse(read(key), status)


@app.delete("/carts/{key}", status_code=204)
def delete(key: str) -> None:
    read(key)
    carts.pop(key)


@app.post("/payments", status_code=201)
def pay(payment: Payment):
    charged.append(payment.cents)
    return {"id": str(uuid4()), **payment.model_dump()}


@app.get("/payments/total")
def total():
    return {"cents": sum(charged)}
