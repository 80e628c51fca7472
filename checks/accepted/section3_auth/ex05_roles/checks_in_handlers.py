"""PyJWT and OAuth2PasswordBearer; async handlers that check by a call, and an own exception with a handler.

A customer is told 403 of an order that does not exist, so that nobody can count orders.
"""

import os
from typing import Annotated, Literal

import jwt
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel

Role = Literal["customer", "support", "content-admin", "admin"]
app = FastAPI()
oauth2 = OAuth2PasswordBearer(tokenUrl="token")


class User(BaseModel):
    name: str
    role: Role


class Change(BaseModel):
    role: Role


class Order(BaseModel):
    id: int
    owner: str
    cents: int
    refunded: bool = False


class Banner(BaseModel):
    text: str


users = [
    User(name="ada", role="admin"),
    User(name="sam", role="support"),
    User(name="kit", role="content-admin"),
    User(name="cleo", role="customer"),
    User(name="carl", role="customer"),
]
orders = [Order(id=1, owner="cleo", cents=4500), Order(id=2, owner="carl", cents=1200)]
current = Banner(text="Welcome")


class ForbiddenError(Exception):
    pass


@app.exception_handler(ForbiddenError)
async def forbidden(request: Request, error: ForbiddenError):
    return JSONResponse({"type": "about:blank", "detail": {"missing": str(error)}}, 403)


async def me(token: Annotated[str, Depends(oauth2)]) -> User:
    try:
        claims = jwt.decode(token, os.environ["SECRET_KEY"], ["HS256"], options={"require": ["exp", "sub"]})
    except jwt.InvalidTokenError:
        claims = {"sub": None}
    user = next((user for user in users if user.name == claims["sub"]), None)
    if user is None:
        raise HTTPException(401, "who are you?", {"www-authenticate": "bearer"})
    return user


Me = Annotated[User, Depends(me)]


def demand(user: User, allowed: frozenset[str], owner: str | None = None) -> None:
    if user.role not in allowed and user.name != owner:
        raise ForbiddenError(", ".join(sorted(allowed)))


ADMIN, STAFF, CONTENT = frozenset({"admin"}), frozenset({"admin", "support"}), frozenset({"content-admin"})


def named(name: str) -> User:
    for user in users:
        if user.name == name:
            return user
    raise HTTPException(404)


@app.get("/users/{name}")
async def read_user(name: str, me: Me) -> User:
    demand(me, ADMIN)
    return named(name)


@app.put("/users/{name}")
async def set_role(name: str, new: Change, me: Me) -> User:
    demand(me, ADMIN)
    old = named(name)
    users[users.index(old)] = old.model_copy(update={"role": new.role})
    return named(name)


@app.get("/orders/{number}")
async def read_order(me: Me, number: int) -> Order:
    order = next((order for order in orders if order.id == number), None)
    demand(me, STAFF, order.owner if order else None)
    if order is None:
        raise HTTPException(404)
    return order


@app.post("/orders/{number}/refund")
async def refund(me: Me, number: int) -> Order:
    demand(me, STAFF)
    order = await read_order(me, number)
    order.refunded = True
    return order


@app.get("/banner")
async def read_banner() -> Banner:
    return current


@app.put("/banner")
async def set_banner(me: Me, new: Banner) -> Banner:
    global current
    demand(me, CONTENT)
    current = new
    return current
