"""An http middleware with patterns of paths does it all, before any route or body is looked at."""

import os
import re

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from jose import JWTError, jwt
from pydantic import BaseModel

users = {"ada": "admin", "sam": "support", "kit": "content-admin", "cleo": "customer", "carl": "customer"}
orders = {"1": ["cleo", 4500, False], "2": ["carl", 1200, False]}
banner = {"text": "Welcome"}
rules = [
    (r"(GET|PUT) /users/[^/]+", ["admin"]),
    (r"GET /orders/(?P<order>[^/]+)", ["support", "admin"]),
    (r"POST /orders/[^/]+/refund", ["support", "admin"]),
    (r"PUT /banner", ["content-admin"]),
]
app = FastAPI()


@app.middleware("http")
async def guard(request: Request, call_next):
    for pattern, roles in rules:
        match = re.fullmatch(pattern, f"{request.method} {request.url.path}")
        if not match:
            continue
        try:
            token = request.headers["authorization"].split()[1]
            name = jwt.decode(token, os.environ["SECRET_KEY"], "HS256", options={"require_exp": True})["sub"]
            role = users[name]
        except (JWTError, LookupError):
            return JSONResponse({"detail": "log in"}, 401, {"WWW-Authenticate": 'Bearer realm="shop"'})
        number = match.groupdict().get("order")
        unknown_or_own = number is not None and orders.get(number, [name])[0] == name
        if role not in roles and not unknown_or_own:
            return JSONResponse({"detail": "not for you"}, 403)
    return await call_next(request)


def order(number: str) -> dict[str, object]:
    if number not in orders:
        raise HTTPException(404)
    owner, cents, refunded = orders[number]
    return {"refunded": refunded, "cents": cents, "owner": owner, "id": int(number)}


class New(BaseModel):
    role: str = ""
    text: str = ""


@app.api_route("/users/{name}", methods=["GET", "PUT"])
async def user(name: str, request: Request):
    if request.method == "PUT":
        role = (await request.json()).get("role")
        if role not in {"customer", "support", "content-admin", "admin"}:
            return JSONResponse({"detail": "no such role"}, 422)
        if name in users:
            users[name] = role
    if name not in users:
        raise HTTPException(404)
    return {"name": name, "role": users[name]}


@app.get("/orders/{number}")
def read(number: str):
    return order(number)


@app.post("/orders/{number}/refund")
def refund(number: str):
    order(number)
    orders[number][2] = True
    return order(number)


@app.get("/banner")
def read_banner():
    return banner


@app.put("/banner")
def set_banner(new: New):
    banner["text"] = new.text
    return banner
