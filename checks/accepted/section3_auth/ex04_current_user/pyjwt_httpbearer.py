"""PyJWT and HTTPBearer, async, the dependency on a router that leaves the user in `request.state`, dicts for users."""

import os
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, OAuth2PasswordRequestForm
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

PEOPLE = {"ada": "Ada Lovelace", "grace": "Grace Hopper"}
hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
HASHES = {"ada": hasher.hash("analytical-engine"), "grace": hasher.hash("compiler-1952")}


def secret() -> str:
    return os.environ["SECRET_KEY"]


async def authenticate(request: Request, sent: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> None:
    try:
        claims = jwt.decode(sent.credentials, secret(), ["HS256"], options={"require": ["exp", "sub"]}, leeway=30)
        request.state.username = claims["sub"]
        request.state.name = PEOPLE[claims["sub"]]
    except (jwt.InvalidTokenError, KeyError, TypeError):  # PyJWT looks at `sub` only since 2.10
        raise HTTPException(401, headers={"WWW-Authenticate": 'bearer realm="kata"'}) from None


router = APIRouter(prefix="/users", dependencies=[Depends(authenticate)])


@router.get("/me")
async def me(request: Request):
    return {"name": request.state.name, "username": request.state.username}


@router.delete("/me")
async def leave(request: Request):
    del PEOPLE[request.state.username]
    return Response(status_code=204)


app = FastAPI()
app.include_router(router)


@app.post("/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    if not hasher.verify(form.password, HASHES.get(form.username, HASHES["ada"])):
        raise HTTPException(401, "no", headers={"WWW-Authenticate": "Bearer"})
    claims = {"sub": form.username, "exp": datetime.now(UTC) + timedelta(hours=1)}
    return {"access_token": jwt.encode(claims, secret()), "token_type": "bearer"}
