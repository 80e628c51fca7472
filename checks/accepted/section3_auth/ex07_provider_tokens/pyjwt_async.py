"""PyJWT and async: an AsyncClient from the lifespan, an asyncio.Lock, `time.time`, an exception handler for every 401."""

import asyncio
import os
import time
from contextlib import asynccontextmanager

import httpx
import jwt
from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse

keys: dict[str, jwt.PyJWK] = {}
fetched_at = float("-inf")
lock = asyncio.Lock()


class ProviderDown(Exception):
    pass


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(timeout=1) as client:
        app.state.client = client
        yield


app = FastAPI(lifespan=lifespan)


@app.exception_handler(jwt.PyJWTError)
async def unauthorized(request: Request, error: jwt.PyJWTError):
    challenge = 'Bearer realm="orders", error="invalid_token"'
    return JSONResponse({"detail": str(error)}, 401, {"WWW-Authenticate": challenge})


@app.exception_handler(ProviderDown)
async def unavailable(request: Request, error: ProviderDown):
    return JSONResponse({"detail": "try again"}, 503, {"Retry-After": "5"})


async def refresh(client: httpx.AsyncClient) -> None:
    global keys, fetched_at
    if time.time() - fetched_at < 60:
        return
    try:
        response = await client.get(os.environ["JWKS_URL"])
    except httpx.TransportError as error:
        raise ProviderDown from error
    if response.status_code != 200:
        raise ProviderDown
    keys = {key.key_id: key for key in jwt.PyJWKSet.from_dict(response.json()).keys}
    fetched_at = time.time()


@app.get("/me")
async def me(request: Request, authorization: str = Header("")):
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise jwt.InvalidTokenError("no bearer token")
    kid = jwt.get_unverified_header(token).get("kid")
    if not isinstance(kid, str):
        raise jwt.InvalidTokenError("no kid")
    if kid not in keys:
        async with lock:
            await refresh(request.app.state.client)
    if kid not in keys:
        raise jwt.InvalidTokenError("unknown kid")
    claims = jwt.decode(
        token,
        keys[kid].key,
        algorithms=["RS256"],
        audience="orders-api",
        issuer="https://id.example.com",
        options={"require": ["exp", "iss", "aud", "sub"]},
        leeway=30,
    )
    return {"sub": claims["sub"]}
