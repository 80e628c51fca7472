"""No model, no library for tokens: the request is parsed and checked by hand, the JWT signed with hmac."""

import base64
import hashlib
import hmac
import json
import os
import time

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

password_hash = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
USERS = {
    "ada": "$argon2id$v=19$m=8,t=1,p=1$Cd/10n7U4KNHtCdoRE9CWQ$3F67+ONsAm7rIBRZgYu78jYyBSGpLqa2UHuqJBc0dXI",
    "grace": "$argon2id$v=19$m=8,t=1,p=1$qfDHzKEeFwx9ejaCBBbIcQ$/3Mke23YpG+7T7yZ9HrzLBOeIzLHLgx9wiR9ZpUq1Ic",
}
app = FastAPI()


def part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def token_for(username: str, seconds: int) -> str:
    header, claims = {"typ": "JWT", "alg": "HS256"}, {"sub": username, "exp": time.time() + seconds}
    signed = part(json.dumps(header).encode()) + "." + part(json.dumps(claims).encode())
    key = os.environ["SECRET_KEY"].encode()
    return signed + "." + part(hmac.new(key, signed.encode(), hashlib.sha256).digest())


def unprocessable(field: str) -> JSONResponse:
    return JSONResponse({"detail": [{"loc": ["body", field], "msg": "missing or of the wrong form"}]}, 422)


@app.post("/users")
async def sign_up(request: Request):
    user = await request.json()
    if not isinstance(user, dict) or not isinstance(user.get("username"), str):
        return unprocessable("username")
    if not isinstance(user.get("password"), str) or len(user["password"]) < 8:
        return unprocessable("password")
    USERS[user["username"]] = password_hash.hash(user["password"])
    return JSONResponse({"username": user["username"]}, status_code=201)


@app.post("/token")
async def log_in(request: Request):
    form = await request.form()
    for field in ("username", "password"):
        if not isinstance(form.get(field), str):
            return unprocessable(field)
    if form["username"] in USERS and password_hash.verify(form["password"], USERS[form["username"]]):
        answer = {"access_token": token_for(form["username"], 60), "token_type": "BEARER", "expires_in": 60}
        return JSONResponse(answer, headers={"cache-control": "no-store"})
    return JSONResponse({"detail": "go away"}, 401, {"www-authenticate": 'Bearer realm="kata"'})
