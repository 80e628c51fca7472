"""Two files: the tokens know nothing of HTTP, the lifespan reads the secret, dependencies turn refusals into 401."""

import os
from contextlib import asynccontextmanager
from typing import Annotated, Any

from fastapi import Body, Depends, FastAPI, HTTPException, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from tokens import RefusedError, Tokens


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.tokens = Tokens(os.environ["JWT_SECRET"].encode())
    yield


app = FastAPI(lifespan=lifespan)
scheme = HTTPBearer(auto_error=False)


def unauthorized() -> HTTPException:
    return HTTPException(401, "Bearer token needed", {"WWW-Authenticate": "Bearer"})


def tokens(request: Request) -> Tokens:
    return request.app.state.tokens


def text(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(scheme)]) -> str:
    if credentials is None:
        raise unauthorized()
    return credentials.credentials


def verified(text: Annotated[str, Depends(text)], tokens: Annotated[Tokens, Depends(tokens)]) -> dict[str, Any]:
    try:
        return tokens.verify(text)
    except RefusedError:
        raise unauthorized() from None


@app.post("/tokens")
async def issue(
    sub: Annotated[str, Body()], role: Annotated[str, Body()], tokens: Annotated[Tokens, Depends(tokens)]
) -> dict[str, str]:
    return {"token": tokens.issue(sub=sub, role=role)}


@app.get("/claims")
async def claims(claims: Annotated[dict[str, Any], Depends(verified)]):
    return claims


@app.get("/peek")
async def peek(text: Annotated[str, Depends(text)]):
    try:
        return {"verified": False, **Tokens.read(text)}
    except RefusedError:
        raise unauthorized() from None
