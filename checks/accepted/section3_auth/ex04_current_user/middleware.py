"""An http middleware guards all but the log-in: an own parser, python-jose's jws, a model of the claims."""

import os
import time

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from jose import JOSEError, jws
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel, ConfigDict, ValidationError

SECRET_KEY = os.environ["SECRET_KEY"]
hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
people = [
    {"username": "ada", "name": "Ada Lovelace", "hash": hasher.hash("analytical-engine")},
    {"username": "grace", "name": "Grace Hopper", "hash": hasher.hash("compiler-1952")},
]


class Claims(BaseModel):
    model_config = ConfigDict(strict=True, allow_inf_nan=False)

    sub: str
    exp: float


app = FastAPI()


def person_behind(authorization: str):
    scheme, _, token = authorization.partition(" ")
    if scheme.casefold() != "bearer":
        return None
    try:
        claims = Claims.model_validate_json(jws.verify(token, SECRET_KEY, "HS256"))
    except (JOSEError, ValidationError):
        return None
    if claims.exp <= time.time():
        return None
    return next((person for person in people if person["username"] == claims.sub), None)


@app.middleware("http")
async def guard(request: Request, call_next):
    if request.url.path != "/token":
        request.state.person = person_behind(request.headers.get("authorization", ""))
        if request.state.person is None:
            return JSONResponse({"error": "who are you?"}, 401, {"www-authenticate": "Bearer"})
    return await call_next(request)


@app.get("/users/me")
async def me(request: Request):
    return {key: request.state.person[key] for key in ("username", "name")}


@app.delete("/users/me", status_code=204)
async def leave(request: Request):
    people.remove(request.state.person)


@app.post("/token")
async def log_in(request: Request):
    form = await request.form()
    for person in people:
        if person["username"] == form["username"] and hasher.verify(form["password"], person["hash"]):
            claims = {"sub": person["username"], "exp": int(time.time()) + 3600}
            return {"access_token": jws.sign(claims, SECRET_KEY), "token_type": "bearer"}
    return JSONResponse({"detail": "no"}, 401, {"www-authenticate": "Bearer"})
