"""Async; a dependency makes and checks the key; a ledger of payments with counted ids beside a store of ready answers,
with a fingerprint of the sorted JSON; the cart is a dict, changed in place."""

import hashlib
import json
from asyncio import Lock
from itertools import count
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

carts: dict[str, dict[str, int]] = {}
ledger: list[int] = []
answers: dict[tuple[str, str], tuple[str, Response]] = {}
numbers = count(1)
lock = Lock()
app = FastAPI()


class Body(BaseModel):
    order: str
    cents: int = Field(gt=0)


class Items(BaseModel):
    items: dict[str, int]


async def name_of_request(request: Request) -> tuple[str, str]:
    key = request.headers.get("idempotency-key", "").strip()
    if key == "":
        raise HTTPException(status_code=400, detail={"missing": "Idempotency-Key"})
    return request.headers["x-client-id"], key


async def fingerprint(request: Request) -> str:
    canonical = json.dumps(await request.json(), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@app.get("/carts/{cart}")
async def read(cart: str) -> dict[str, Any]:
    if cart not in carts:
        raise HTTPException(404)
    return {"items": carts[cart], "id": cart}


@app.put("/carts/{cart}")
async def put(cart: str, body: Items):
    status = 200 if cart in carts else 201
    mine = carts.setdefault(cart, {})
    mine.clear()
    mine.update(body.items)
    return JSONResponse({"items": mine, "id": cart}, status, {"Location": f"/carts/{cart}"})


@app.delete("/carts/{cart}")
async def delete(cart: str):
    try:
        del carts[cart]
    except KeyError:
        return JSONResponse({"detail": "gone"}, 404)
    return Response(status_code=204)


@app.post("/payments", response_model=None)
async def pay(
    body: Body,
    name: Annotated[tuple[str, str], Depends(name_of_request)],
    print_: Annotated[str, Depends(fingerprint)],
) -> Response:
    async with lock:
        if name not in answers:
            ledger.append(body.cents)
            payment = {"id": next(numbers), "order": body.order, "cents": body.cents}
            answers[name] = print_, JSONResponse(payment, 201)
        known, answer = answers[name]
    return answer if known == print_ else JSONResponse({"detail": "another body"}, 422)


@app.get("/payments/total")
async def total() -> dict[str, int]:
    return {"cents": sum(ledger)}
