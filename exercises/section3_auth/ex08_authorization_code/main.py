"""3.8 Authorization code. The task is in README.md."""

import os
from typing import Annotated

import httpx
from fastapi import Cookie, FastAPI, HTTPException
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

PROVIDER_URL = os.environ.get("PROVIDER_URL", "http://127.0.0.1:9000")
CLIENT_ID = "photo-book"
CLIENT_SECRET = os.environ.get("CLIENT_SECRET", "for-trying-by-hand")
REDIRECT_URI = "http://127.0.0.1:8000/callback"
TIMEOUT = float(os.environ.get("TIMEOUT", "2"))  # seconds

# What every log-in asks for. Each adds what only it knows.
ASKED = {"response_type": "code", "client_id": CLIENT_ID, "redirect_uri": REDIRECT_URI, "scope": "profile"}
CHALLENGE = {"WWW-Authenticate": "Bearer"}


class Token(BaseModel):
    access_token: str


class User(BaseModel):
    sub: str
    name: str


app = FastAPI(title="Photo book")
provider = httpx.Client(base_url=PROVIDER_URL, timeout=TIMEOUT)


@app.get("/login")
def begin_login() -> RedirectResponse:
    # TODO: make up what only this log-in knows, keep it until this browser comes back, and send it to the provider.
    raise HTTPException(501, "not written yet")


@app.get("/callback")
def end_login(
    state: str | None = None,
    code: str | None = None,
    error: str | None = None,
    kept: Annotated[str | None, Cookie(alias="login")] = None,
) -> User:
    # TODO: did this browser begin this log-in? Only then ask the provider who came; it may refuse, and it may fail.
    raise HTTPException(501, "not written yet")
