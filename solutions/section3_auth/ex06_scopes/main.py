"""3.6 Scopes: a token holds what was asked for and allowed, and a route names what it needs."""

import os
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Annotated, Any, Literal

from fastapi import Depends, FastAPI, Form, HTTPException, Response, Security, status
from fastapi.security import HTTPBasic, HTTPBasicCredentials, OAuth2PasswordBearer, SecurityScopes
from jose import JWTError, jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel

SECRET_KEY = os.environ.get("SECRET_KEY") or token_urlsafe(32)  # without the variable: a new one at every start
LIFETIME = timedelta(minutes=15)
SCOPES = {
    "orders:read": "See the orders.",
    "orders:write": "Place orders.",
    "sales:read": "See what the shop takes in.",
}

password_hash = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])  # cheap, for the tests


class Account(BaseModel):
    hash: str
    scopes: frozenset[str]


USERS = {
    "ada": Account(  # her password is analytical-engine
        hash="$argon2id$v=19$m=8,t=1,p=1$Cd/10n7U4KNHtCdoRE9CWQ$3F67+ONsAm7rIBRZgYu78jYyBSGpLqa2UHuqJBc0dXI",
        scopes=frozenset({"orders:read", "orders:write", "sales:read"}),
    ),
    "grace": Account(  # compiler-1952
        hash="$argon2id$v=19$m=8,t=1,p=1$qfDHzKEeFwx9ejaCBBbIcQ$/3Mke23YpG+7T7yZ9HrzLBOeIzLHLgx9wiR9ZpUq1Ic",
        scopes=frozenset({"orders:read", "orders:write"}),
    ),
}
CLIENTS = {
    "billing": Account(  # its secret is paper-trail
        hash="$argon2id$v=19$m=8,t=1,p=1$nx28EQCtUE+OSZBo35ymFA$2XbdRnPy6H3MzZBtKok56Q9itEnlBTW8AzhU0smHXGg",
        scopes=frozenset({"orders:read", "sales:read"}),
    ),
    "warehouse": Account(  # forklift-77
        hash="$argon2id$v=19$m=8,t=1,p=1$fmoycpePeCptnMAnfw75Fw$VsqfERG25ZdnBz+/mUYbY6Fb9OBhpWdXdzOpcOlulbY",
        scopes=frozenset({"orders:write"}),
    ),
}


def known(accounts: dict[str, Account], name: str, secret: str) -> Account | None:
    account = accounts.get(name)
    return account if account and password_hash.verify(secret, account.hash) else None


def signed(claims: dict[str, Any]) -> str:
    return jwt.encode({**claims, "exp": datetime.now(UTC) + LIFETIME}, SECRET_KEY, "HS256")


def verified(token: str) -> dict[str, Any]:
    try:
        options = {"require_exp": True, "require_sub": True}
        return jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options=options)
    except (JWTError, TypeError, OverflowError):  # the last two by an exp that is no number
        challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "the token is not good", challenge) from None


class TokenRequest(BaseModel):
    grant_type: Literal["password", "client_credentials"] = "password"
    username: str = ""
    password: str = ""
    scope: str = ""


class TokenAnswer(BaseModel):
    access_token: str
    token_type: str = "bearer"
    expires_in: int = int(LIFETIME.total_seconds())
    scope: str


class NewOrder(BaseModel):
    cents: int


class Order(NewOrder):
    id: int


ORDERS = [Order(id=1, cents=4500), Order(id=2, cents=1200)]

oauth2 = OAuth2PasswordBearer(tokenUrl="token", scopes=SCOPES)
basic = HTTPBasic(auto_error=False)


def caller(needed: SecurityScopes, token: Annotated[str, Depends(oauth2)]) -> str:
    """The `sub` of the token, if it holds every scope that the route needs."""
    claims = verified(token)
    # Words, not text: `in` a string finds orders:read in orders:readonly.
    held = set(claims.get("scope", "").split())
    if not held.issuperset(needed.scopes):
        challenge = f'Bearer error="insufficient_scope", scope="{needed.scope_str}"'
        raise HTTPException(status.HTTP_403_FORBIDDEN, "the token lacks a scope", {"WWW-Authenticate": challenge})
    return claims["sub"]


def no_store(response: Response) -> None:
    response.headers["Cache-Control"] = "no-store"  # RFC 6749, 5.1


app = FastAPI(title="Scopes")


@app.post("/token", dependencies=[Depends(no_store)])
def issue_token(
    form: Annotated[TokenRequest, Form()], machine: Annotated[HTTPBasicCredentials | None, Depends(basic)]
) -> TokenAnswer:
    if form.grant_type == "password":
        name, secret, accounts, challenge = form.username, form.password, USERS, "Bearer"
    else:
        machine = machine or HTTPBasicCredentials(username="", password="")
        name, secret, accounts, challenge = machine.username, machine.password, CLIENTS, "Basic"
    account = known(accounts, name, secret)
    if account is None:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "wrong name or secret", {"WWW-Authenticate": challenge})
    granted = " ".join(sorted(account.scopes.intersection(form.scope.split())))
    return TokenAnswer(access_token=signed({"sub": name, "scope": granted}), scope=granted)


@app.get("/me")
def read_me(sub: Annotated[str, Depends(caller)]) -> dict[str, str]:
    return {"sub": sub}


@app.get("/orders", dependencies=[Security(caller, scopes=["orders:read"])])
def list_orders() -> list[Order]:
    return ORDERS


@app.post("/orders", dependencies=[Security(caller, scopes=["orders:write"])], status_code=status.HTTP_201_CREATED)
def place_order(new: NewOrder) -> Order:
    ORDERS.append(Order(id=len(ORDERS) + 1, cents=new.cents))
    return ORDERS[-1]


@app.get("/sales", dependencies=[Security(caller, scopes=["orders:read", "sales:read"])])
def read_sales() -> dict[str, int]:
    return {"orders": len(ORDERS), "cents": sum(order.cents for order in ORDERS)}
