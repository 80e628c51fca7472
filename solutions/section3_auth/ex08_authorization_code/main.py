"""3.8 Authorization code: "Log in with …" from the client's side, with state and PKCE."""

import os
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_urlsafe
from typing import Annotated
from urllib.parse import urlencode

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
verifiers: dict[str, str] = {}  # of the log-ins that are under way, by their state, the oldest first


@app.get("/login")
def begin_login() -> RedirectResponse:
    state, verifier = token_urlsafe(32), token_urlsafe(48)
    verifiers[state] = verifier
    if len(verifiers) > 10_000:  # many who leave for the provider never come back
        verifiers.pop(next(iter(verifiers)), None)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    query = urlencode(ASKED | {"state": state, "code_challenge": challenge, "code_challenge_method": "S256"})
    response = RedirectResponse(f"{PROVIDER_URL}/authorize?{query}", 302)
    # Strict would keep it back when the provider sends the browser here. On https it is `secure` as well.
    response.set_cookie("login", state, max_age=600, path="/callback", httponly=True, samesite="lax")
    return response


@app.get("/callback")
def end_login(
    state: str | None = None,
    code: str | None = None,
    error: str | None = None,
    kept: Annotated[str | None, Cookie(alias="login")] = None,
) -> User:
    # Only the right browser may use the state up, so the cookie is looked at first.
    verifier = verifiers.pop(state, None) if state and state == kept else None
    if verifier is None:
        raise HTTPException(400, "this browser has begun no such log-in, or has ended it")
    if error or not code:
        raise HTTPException(401, "the provider did not let you in", CHALLENGE)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT_URI, "code_verifier": verifier}
    try:
        answer = provider.post("/token", data=form, auth=(CLIENT_ID, CLIENT_SECRET))
        if answer.status_code == 400:
            raise HTTPException(401, "the provider did not take the code", CHALLENGE)
        token = Token.model_validate_json(answer.raise_for_status().content)
        bearer = {"Authorization": f"Bearer {token.access_token}"}
        return User.model_validate_json(provider.get("/userinfo", headers=bearer).raise_for_status().content)
    except (httpx.HTTPError, ValueError) as failure:  # ValueError: the body is not what was promised
        raise HTTPException(502, "the provider cannot say who you are just now") from failure
