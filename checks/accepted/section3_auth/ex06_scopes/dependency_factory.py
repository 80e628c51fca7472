"""No SecurityScopes: a factory makes a dependency per route, and the document is corrected in `app.openapi`."""

import base64
import os
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from jose import JWTError, jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from starlette.datastructures import FormData

hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
NEEDED = {
    ("get", "/me"): [],
    ("get", "/orders"): ["orders:read"],
    ("post", "/orders"): ["orders:write"],
    ("get", "/sales"): ["sales:read", "orders:read"],
}
ACCOUNTS = {
    ("password", "ada"): (hasher.hash("analytical-engine"), {"orders:read", "orders:write", "sales:read"}),
    ("password", "grace"): (hasher.hash("compiler-1952"), {"orders:read", "orders:write"}),
    ("client_credentials", "billing"): (hasher.hash("paper-trail"), {"orders:read", "sales:read"}),
    ("client_credentials", "warehouse"): (hasher.hash("forklift-77"), {"orders:write"}),
}
ORDERS = [{"id": 1, "cents": 4500}, {"id": 2, "cents": 1200}]


def needs(*scopes: str):
    def guard(request: Request) -> str:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        try:
            claims = jwt.decode(token if kind.lower() == "bearer" else "", os.environ["SECRET_KEY"], "HS256")
        except JWTError as error:
            raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from error
        if missing := set(scopes) - set(claims.get("scope", "").split()):
            challenge = f'Bearer error_description="without {missing.pop()}", '
            challenge += f'scope="{" ".join(scopes)}", error="insufficient_scope"'
            raise HTTPException(403, headers={"WWW-Authenticate": challenge})
        return claims["sub"]

    return Depends(guard)


app = FastAPI()


@app.get("/me")
def me(name: str = needs()):
    return JSONResponse({"sub": name})


@app.get("/orders", dependencies=[needs("orders:read")])
def orders():
    return ORDERS


@app.post("/orders", status_code=201, dependencies=[needs("orders:write")])
def order(new: dict[str, int]):
    ORDERS.append({"id": len(ORDERS) + 1, "cents": new["cents"]})
    return ORDERS[-1]


@app.get("/sales", dependencies=[needs("orders:read", "sales:read")])
def sales():
    return {"orders": len(ORDERS), "cents": sum(order["cents"] for order in ORDERS)}


async def form_of(request: Request) -> FormData:
    return await request.form()


@app.post("/token")
def token(request: Request, form: Annotated[FormData, Depends(form_of)]):
    kind, name, secret = form.get("grant_type"), form.get("username", ""), form.get("password", "")
    headers = {}
    if kind == "client_credentials":
        headers = {"WWW-Authenticate": 'Basic realm="token", charset="UTF-8"'}
        _, _, pair = request.headers.get("authorization", "").partition(" ")
        name, _, secret = base64.b64decode(pair).decode().partition(":")
    hashed, allowed = ACCOUNTS.get((kind, name), (None, set()))
    if not hashed or not hasher.verify(secret, hashed):
        return JSONResponse({"error": "invalid_client" if headers else "invalid_grant"}, 401, headers)
    granted = " ".join(allowed & set(form.get("scope", "").split()))
    claims = {"sub": name, "scope": granted, "exp": datetime.now(UTC) + timedelta(minutes=5)}
    body = {"access_token": jwt.encode(claims, os.environ["SECRET_KEY"]), "token_type": "bearer", "scope": granted}
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def openapi():
    document = get_openapi(title="Shop", version="1", routes=app.routes)
    scopes = {scope: scope for needed in NEEDED.values() for scope in needed}
    flows = {"clientCredentials": {"tokenUrl": "/token", "scopes": scopes}}
    document["components"]["securitySchemes"] = {"oauth": {"type": "oauth2", "flows": flows}}
    for (method, path), needed in NEEDED.items():
        document["paths"][path][method]["security"] = [{"oauth": needed}]
    return document


app.openapi = openapi
