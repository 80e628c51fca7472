"""3.3 Log-in: a form that becomes a token, or one refusal that tells nothing."""

import os
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response, status
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.security import OAuth2PasswordRequestForm
from jose import jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel, Field

SECRET_KEY = os.environ.get("SECRET_KEY") or token_urlsafe(32)
LIFETIME = timedelta(minutes=15)

# Cheap, so that the tests are fast. A real service takes PasswordHash.recommended(): 0.1 s and 64 MiB for every guess.
password_hash = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
NOBODY = password_hash.hash(token_urlsafe())  # an unknown name costs the same time: a stopwatch tells nothing either

USERS: dict[str, str] = {
    "ada": "$argon2id$v=19$m=8,t=1,p=1$Cd/10n7U4KNHtCdoRE9CWQ$3F67+ONsAm7rIBRZgYu78jYyBSGpLqa2UHuqJBc0dXI",
    "grace": "$argon2id$v=19$m=8,t=1,p=1$qfDHzKEeFwx9ejaCBBbIcQ$/3Mke23YpG+7T7yZ9HrzLBOeIzLHLgx9wiR9ZpUq1Ic",
}


class NewUser(BaseModel):
    username: str
    password: str = Field(min_length=8)


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
    expires_in: int


app = FastAPI(title="Log-in")


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError) -> Response:
    # FastAPI's answer without `input`. What may be told is listed: a new field of tomorrow's pydantic stays inside.
    faults = [{key: fault[key] for key in ("type", "loc", "msg")} for fault in error.errors()]
    return await request_validation_exception_handler(request, RequestValidationError(faults))


@app.post("/users", status_code=status.HTTP_201_CREATED)
def sign_up(new: NewUser) -> dict[str, str]:
    if new.username in USERS:
        raise HTTPException(status.HTTP_409_CONFLICT, "that name is taken")
    USERS[new.username] = password_hash.hash(new.password)
    return {"username": new.username}


# `def`, not `async def`: hashing is slow on purpose and belongs into a thread, not onto the event loop.
@app.post("/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()], response: Response) -> Token:
    if not password_hash.verify(form.password, USERS.get(form.username, NOBODY)):
        raise HTTPException(
            status.HTTP_401_UNAUTHORIZED, "wrong username or password", headers={"WWW-Authenticate": "Bearer"}
        )
    claims = {"sub": form.username, "exp": datetime.now(UTC) + LIFETIME}
    response.headers["Cache-Control"] = "no-store"
    return Token(access_token=jwt.encode(claims, SECRET_KEY, "HS256"), expires_in=int(LIFETIME.total_seconds()))
