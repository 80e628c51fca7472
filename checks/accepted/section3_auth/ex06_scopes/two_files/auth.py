"""Tokens and scopes."""

import os
import time
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import HTTPBasic, HTTPBasicCredentials, OAuth2, OAuth2PasswordBearer, SecurityScopes
from jose import jwt
from jose.exceptions import JOSEError
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import AfterValidator, BaseModel

scopes = {"orders:read": "", "orders:write": "", "sales:read": ""}
people = OAuth2PasswordBearer("/token", scopes=scopes, auto_error=False, scheme_name="people")
machines = OAuth2(
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="/token", scopes=scopes)),
    scheme_name="machines",
    auto_error=False,
)
password_hash = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
router = APIRouter()


class Refused(Exception):  # noqa: N818
    def __init__(self, status: int, reason: str, challenge: str) -> None:
        self.status, self.reason, self.challenge = status, reason, challenge


def caller(
    needed: SecurityScopes,
    token: Annotated[str | None, Depends(people)],
    header: Annotated[str | None, Depends(machines)],
) -> str:
    try:
        claims = jwt.decode(token or "", os.environ["SECRET_KEY"], ["HS256"])
    except JOSEError:
        raise Refused(401, "invalid_token", "Bearer") from None
    if not set(needed.scopes) <= {*claims.get("scope", "").split()}:
        wanted = " ".join(sorted(set(needed.scopes)))
        raise Refused(403, "insufficient_scope", f'Bearer error="insufficient_scope",scope="{wanted}"')
    return claims["sub"]


Caller = Annotated[str, Depends(caller)]
CanRead = Annotated[str, Security(caller, scopes=["orders:read"])]
CanWrite = Annotated[str, Security(caller, scopes=["orders:write"])]
CanReadSales = Annotated[str, Security(caller, scopes=["sales:read", "orders:read"])]

people_may = {"ada": {*scopes}, "grace": {"orders:read", "orders:write"}}
machines_may = {"billing": {"orders:read", "sales:read"}, "warehouse": {"orders:write"}}
hashes = {
    name: password_hash.hash(secret)
    for name, secret in {
        "ada": "analytical-engine",
        "grace": "compiler-1952",
        "billing": "paper-trail",
        "warehouse": "forklift-77",
    }.items()
}


class Asked(BaseModel):
    grant_type: str
    scope: Annotated[str, AfterValidator(str.split)] = ""
    username: str = ""
    password: str = ""


@router.post("/token")
async def token(
    form: Annotated[Asked, Form()],
    basic: Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))],
) -> dict[str, str]:
    if form.grant_type == "client_credentials":
        name, secret, may = getattr(basic, "username", ""), getattr(basic, "password", ""), machines_may
    else:
        name, secret, may = form.username, form.password, people_may
    if name not in may or not password_hash.verify(secret, hashes[name]):
        raise Refused(401, "invalid_client", "Basic" if may is machines_may else "Bearer")
    scope = " ".join(word for word in form.scope if word in may[name])
    claims = {"sub": name, "scope": scope, "exp": int(time.time()) + 60}
    return {"access_token": jwt.encode(claims, os.environ["SECRET_KEY"]), "token_type": "bearer", "scope": scope}
