"""PyJWT, async routes that hash in a thread, an own model for the form, JSONResponses, a 422 in other words."""

import os
import time
from typing import Annotated, Literal

import jwt
from fastapi import FastAPI, Form
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel, SecretStr, field_validator

SECRET_KEY = os.environ["SECRET_KEY"]
HOUR = 3600
password_hash = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=16, parallelism=1),))
USERS = {
    "ada": "$argon2id$v=19$m=8,t=1,p=1$Cd/10n7U4KNHtCdoRE9CWQ$3F67+ONsAm7rIBRZgYu78jYyBSGpLqa2UHuqJBc0dXI",
    "grace": "$argon2id$v=19$m=8,t=1,p=1$qfDHzKEeFwx9ejaCBBbIcQ$/3Mke23YpG+7T7yZ9HrzLBOeIzLHLgx9wiR9ZpUq1Ic",
}


class SignUp(BaseModel):
    username: str
    password: SecretStr

    @field_validator("password")
    @classmethod
    def long_enough(cls, password: SecretStr) -> SecretStr:
        if len(password) < 8:
            raise ValueError("8 characters at least")
        return password


class LogIn(BaseModel):
    grant_type: Literal["password"]
    username: str
    password: SecretStr


app = FastAPI()


@app.exception_handler(RequestValidationError)
def unreadable(_, error: RequestValidationError):
    return JSONResponse({"errors": [".".join(map(str, fault["loc"])) for fault in error.errors()]}, 422)


@app.post("/users")
async def sign_up(user: SignUp):
    if user.username in USERS:
        return JSONResponse({"detail": "taken"}, 409)
    USERS[user.username] = await run_in_threadpool(password_hash.hash, user.password.get_secret_value())
    return JSONResponse(user.model_dump(include={"username"}), 201)


@app.post("/token")
async def log_in(form: Annotated[LogIn, Form()]):
    known = USERS.get(form.username)
    password = form.password.get_secret_value()
    if known is None or not await run_in_threadpool(password_hash.verify, password, known):
        return JSONResponse({"error": "invalid_grant"}, 401, {"WWW-Authenticate": 'Form realm="log-in"'})
    token = jwt.encode({"exp": int(time.time()) + HOUR, "sub": form.username}, SECRET_KEY)
    body = {"expires_in": HOUR, "access_token": token, "token_type": "Bearer", "scope": ""}
    return JSONResponse(body, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})
