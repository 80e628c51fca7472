"""Scopes add up along a chain of dependencies; an own scheme with both flows that gives the claims; PyJWT; async."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Request, Security
from fastapi.security import HTTPBasic, HTTPBasicCredentials, OAuth2, SecurityScopes
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel

pwd = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
SCOPES = {"orders:read": "read", "orders:write": "write", "sales:read": "sales"}
USERS = {
    "ada": (pwd.hash("analytical-engine"), ["orders:read", "orders:write", "sales:read"]),
    "grace": (pwd.hash("compiler-1952"), ["orders:read", "orders:write"]),
}
CLIENTS = {
    "billing": (pwd.hash("paper-trail"), ["orders:read", "sales:read"]),
    "warehouse": (pwd.hash("forklift-77"), ["orders:write"]),
}


class Shop(OAuth2):
    """Both flows in one scheme."""

    def __init__(self) -> None:
        flow = {"tokenUrl": "token", "scopes": SCOPES}
        super().__init__(scheme_name="Shop", flows={"password": flow, "clientCredentials": flow})

    async def __call__(self, request: Request) -> Mapping[str, str]:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            assert scheme.lower() == "bearer"
            return jwt.decode(token, os.environ["SECRET_KEY"], ["HS256"], options={"require": ["exp", "sub"]})
        except (AssertionError, jwt.PyJWTError):
            raise HTTPException(401, headers={"WWW-Authenticate": 'Bearer realm="shop"'}) from None


async def caller(required: SecurityScopes, claims: Annotated[Mapping[str, str], Security(Shop())]) -> str:
    held = claims.get("scope", "").split(" ")
    for scope in required.scopes:
        if scope not in held:
            header = f'bearer realm="shop", scope="{required.scope_str}", error=insufficient_scope'
            raise HTTPException(403, headers={"WWW-Authenticate": header})
    return claims["sub"]


class Order(BaseModel):
    id: int = 0
    cents: int


orders = [Order(id=1, cents=4500), Order(id=2, cents=1200)]
app = FastAPI()
reading = APIRouter()


async def reader(name: Annotated[str, Security(caller, scopes=["orders:read"])]) -> str:
    return name


@app.get("/me")
async def me(name: Annotated[str, Security(caller)]):
    return {"sub": name}


@reading.get("/orders")
async def read(_: Annotated[str, Depends(reader)]) -> list[Order]:
    return orders


@reading.get("/sales")
async def sales(_: Annotated[str, Security(reader, scopes=["sales:read"])]):
    return {"cents": sum(order.cents for order in orders), "orders": len(orders)}


@app.post("/orders", status_code=201)
async def write(order: Order, name: Annotated[str, Security(caller, scopes=["orders:write"])]) -> Order:
    order.id = len(orders) + 1
    orders.append(order)
    return order


@app.post("/token")
async def token(
    grant_type: Annotated[str, Form()],
    credentials: Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False, realm="shop"))],
    username: Annotated[str | None, Form()] = None,
    password: Annotated[str | None, Form()] = None,
    scope: Annotated[str, Form()] = "",
):
    if grant_type == "client_credentials":
        store, pair = CLIENTS, (credentials.username, credentials.password) if credentials else ("", "")
        error = HTTPException(401, {"error": "invalid_client"}, {"WWW-Authenticate": 'Basic realm="shop"'})
    else:
        store, pair = USERS, (username or "", password or "")
        error = HTTPException(400, {"error": "invalid_grant"})
    hashed, allowed = store.get(pair[0], (None, []))
    if hashed is None or not pwd.verify(pair[1], hashed):
        raise error
    claims = {"sub": pair[0], "exp": datetime.now(UTC) + timedelta(hours=1), "iss": "shop"}
    answer = {"token_type": "Bearer"}
    if granted := [wanted for wanted in dict.fromkeys(scope.split(" ")) if wanted in allowed]:
        answer["scope"] = claims["scope"] = " ".join(granted)
    return answer | {"access_token": jwt.encode(claims, os.environ["SECRET_KEY"])}


app.include_router(reading)
