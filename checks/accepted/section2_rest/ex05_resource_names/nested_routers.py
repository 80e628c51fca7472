"""A router inside a router, orders kept below their user, new ids that are UUIDs, a relative Location."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Body, FastAPI, HTTPException, Response

NAMES = {"1": "Ada", "2": "Grace", "3": "Joan"}
ITEMS: dict[str, dict[str, str]] = {"1": {"13": "sugar", "11": "tea"}, "2": {"12": "coffee"}, "3": {}}


def number(text: str) -> int | str:
    return int(text) if text.isdigit() else text


def shown(owner: str, key: str):
    return {"id": number(key), "user_id": number(owner), "item": ITEMS[owner][key]}


def check(owner: str, key: str | None = None) -> None:
    if owner not in NAMES:
        raise HTTPException(404, "nobody")
    if key is not None and key not in ITEMS[owner]:
        raise HTTPException(404, "nothing")


orders = APIRouter(prefix="/{owner}/orders")
users = APIRouter(prefix="/users")


@users.get("/{owner}")
async def user(owner: str):
    check(owner)
    return {"name": NAMES[owner], "id": number(owner)}


@orders.get("")
async def all_of(owner: str):
    check(owner)
    return [shown(owner, key) for key in ITEMS[owner]]


@orders.post("", status_code=201)
async def add(owner: str, item: Annotated[str, Body(embed=True)], response: Response):
    check(owner)
    key = str(uuid4())
    ITEMS[owner][key] = item
    response.headers["Location"] = f"orders/{key}"
    return shown(owner, key)


@orders.get("/{key}")
async def one(owner: str, key: str):
    check(owner, key)
    return shown(owner, key)


@orders.delete("/{key}")
async def remove(owner: str, key: str):
    check(owner, key)
    del ITEMS[owner][key]
    return Response(status_code=204)


users.include_router(orders)
app = FastAPI()
app.include_router(users)
