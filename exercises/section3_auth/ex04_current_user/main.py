"""3.4 Current user. The task is in README.md."""

import os
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Response
from fastapi.security import OAuth2PasswordRequestForm
from jose import jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel

SECRET_KEY = os.environ.get("SECRET_KEY") or token_urlsafe(32)  # without the variable: a new one at every start
LIFETIME = timedelta(minutes=15)

password_hash = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])  # cheap, for the tests


class User(BaseModel):
    username: str
    name: str


class Account(User):
    password_hash: str


# The passwords are analytical-engine and compiler-1952.
USERS = {
    "ada": Account(
        username="ada",
        name="Ada Lovelace",
        password_hash="$argon2id$v=19$m=8,t=1,p=1$Cd/10n7U4KNHtCdoRE9CWQ$3F67+ONsAm7rIBRZgYu78jYyBSGpLqa2UHuqJBc0dXI",
    ),
    "grace": Account(
        username="grace",
        name="Grace Hopper",
        password_hash="$argon2id$v=19$m=8,t=1,p=1$qfDHzKEeFwx9ejaCBBbIcQ$/3Mke23YpG+7T7yZ9HrzLBOeIzLHLgx9wiR9ZpUq1Ic",
    ),
}

app = FastAPI(title="Current user")


@app.post("/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()], response: Response) -> dict[str, str | int]:
    """The log-in of 3.3, in short."""
    account = USERS.get(form.username)
    if account is None or not password_hash.verify(form.password, account.password_hash):
        raise HTTPException(401, "wrong username or password", headers={"WWW-Authenticate": "Bearer"})
    claims = {"sub": account.username, "exp": datetime.now(UTC) + LIFETIME}
    token = jwt.encode(claims, SECRET_KEY, "HS256")
    response.headers["Cache-Control"] = "no-store"
    return {"access_token": token, "token_type": "bearer", "expires_in": int(LIFETIME.total_seconds())}


# TODO: a dependency that makes the request's token into its user, or refuses. Both routes below need it.


@app.get("/users/me")
def read_me() -> User:
    # TODO: who is asking?
    raise HTTPException(501, "not written yet")


@app.delete("/users/me", status_code=204)
def close_account() -> None:
    # TODO: whoever is asking leaves.
    raise HTTPException(501, "not written yet")
