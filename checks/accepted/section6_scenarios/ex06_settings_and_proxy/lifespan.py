"""The lifespan refuses to start; middlewares are functions; one of them writes the scheme and the root path down."""

import os
from contextlib import asynccontextmanager
from typing import Literal

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse
from pydantic import SecretStr
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    secret_key: SecretStr | None = None
    environment: Literal["development", "production"] = "development"
    allowed_hosts: list[str] = ["127.0.0.1", "localhost"]
    trusted_proxies: list[str] = []
    root_path: str = ""

    @property
    def good(self) -> bool:
        return self.secret_key is not None and len(self.secret_key.get_secret_value()) >= 32


settings = Settings()


@asynccontextmanager
async def lifespan(app: FastAPI):
    if not settings.good:
        raise RuntimeError("set SECRET_KEY to 32 random characters or more")
    yield


app = FastAPI(debug=settings.environment != "production", lifespan=lifespan, redirect_slashes=False)


@app.middleware("http")
async def https(request: Request, call_next):
    if settings.environment != "production":
        return await call_next(request)
    if request.scope["scheme"] == "http":
        return RedirectResponse(request.url.replace(scheme="https"))
    response = await call_next(request)
    response.headers["strict-transport-security"] = "max-age=31536000; includeSubDomains; preload"
    return response


@app.middleware("http")
async def known_host(request: Request, call_next):
    if request.url.hostname not in settings.allowed_hosts:
        return JSONResponse({"detail": "unknown host"}, 400)
    return await call_next(request)


@app.middleware("http")
async def proxied(request: Request, call_next):
    forwarded = request.headers.get("x-forwarded-proto")
    if forwarded in ("http", "https") and request.client.host in settings.trusted_proxies:
        request.scope["scheme"] = forwarded
    request.scope["root_path"] = os.environ.get("ROOT_PATH", "")
    return await call_next(request)


@app.get("/")
async def scheme(request: Request):
    return JSONResponse({"scheme": request.url.scheme})


@app.get("/crash")
async def crash():
    raise RuntimeError(f"something is wrong with {settings}")
