"""3.4 Current user: one dependency between a token that anybody can send and a user whom routes can trust."""

import os
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Response, status
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from jose import JWTError, jwt
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


oauth2_scheme = OAuth2PasswordBearer(tokenUrl="token")  # answers a request without a bearer token by itself


def current_account(token: Annotated[str, Depends(oauth2_scheme)]) -> Account:
    refusal = HTTPException(
        status.HTTP_401_UNAUTHORIZED,
        "this token is not good, or not any more",
        headers={"WWW-Authenticate": 'Bearer error="invalid_token"'},
    )
    required = {"require_exp": True, "require_sub": True}  # by itself python-jose does not mind their absence
    try:
        claims = jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options=required)
    except (JWTError, TypeError, OverflowError, RecursionError):  # `exp` null, `exp` infinite, JSON nested too deep
        raise refusal from None
    account = USERS.get(claims["sub"])  # looked up each time: a token outlives its user
    if account is None:
        raise refusal
    return account


CurrentAccount = Annotated[Account, Depends(current_account)]


@app.get("/users/me")
def read_me(account: CurrentAccount) -> User:  # the return type keeps the hash inside
    return account


@app.delete("/users/me", status_code=status.HTTP_204_NO_CONTENT)
def close_account(account: CurrentAccount) -> None:
    del USERS[account.username]
