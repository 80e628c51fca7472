"""One dependency of the whole app and a table of rights: what is not in it is closed. The header is parsed by hand."""

import os

from fastapi import Depends, FastAPI, HTTPException, Request
from jose import JWTError, jwt
from pydantic import BaseModel

ROLES = {"ada": "admin", "sam": "support", "kit": "content-admin", "cleo": "customer", "carl": "customer"}
ORDERS = {
    1: {"id": 1, "owner": "cleo", "cents": 4500, "refunded": False},
    2: {"id": 2, "owner": "carl", "cents": 1200, "refunded": False},
}
STATE = {"text": "Welcome"}
RIGHTS = {
    ("GET", "/users/{name}"): {"admin"},
    ("PUT", "/users/{name}"): {"admin"},
    ("GET", "/orders/{order_id}"): {"support", "admin", "owner"},
    ("POST", "/orders/{order_id}/refund"): {"support", "admin"},
    ("PUT", "/banner"): {"content-admin"},
}
OPEN = {("GET", "/banner")}


def caller(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    try:
        if scheme.lower() != "bearer":
            raise JWTError("another scheme")
        claims = jwt.decode(token, os.environ["SECRET_KEY"], ["HS256"], options={"require_exp": True})
        if claims.get("sub") not in ROLES:
            raise JWTError("unknown user")
    except JWTError as error:
        challenge = 'Bearer realm="desk", error="invalid_token"'
        raise HTTPException(401, str(error), headers={"WWW-Authenticate": challenge}) from error
    return claims["sub"]


async def authorize(request: Request) -> None:
    wanted = request.method, request.scope["route"].path
    if wanted in OPEN:
        return
    name = caller(request)
    held = {ROLES[name]}
    if number := request.path_params.get("order_id"):
        order = ORDERS.get(int(number)) if number.isdecimal() else None
        held |= {"owner"} if order and order["owner"] == name else set()
    if not held & RIGHTS.get(wanted, set()):
        raise HTTPException(403)


app = FastAPI(dependencies=[Depends(authorize)])


class Change(BaseModel, extra="forbid"):
    role: str


@app.get("/users/{name}")
def read(name: str):
    if name not in ROLES:
        raise HTTPException(404)
    return {"name": name, "role": ROLES[name]}


@app.put("/users/{name}")
def change(name: str, change: Change):
    if change.role not in {"customer", "support", "content-admin", "admin"}:
        raise HTTPException(422, "no such role")
    read(name)
    ROLES[name] = change.role
    return read(name)


@app.get("/orders/{order_id}")
def order(order_id: int):
    if order_id not in ORDERS:
        raise HTTPException(404)
    return ORDERS[order_id]


@app.post("/orders/{order_id}/refund")
def refund(order_id: int):
    order(order_id)["refunded"] = True
    return ORDERS[order_id]


@app.get("/banner")
def banner():
    return STATE


@app.put("/banner")
def set_banner(new: dict[str, str]):
    STATE.update(text=new["text"])
    return STATE
