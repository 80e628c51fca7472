"""The provider of 3.8, given: nothing to do here. An authorization server (RFC 6749) that insists on PKCE (RFC 7636).

Whoever comes to `/authorize` is logged in and agrees. What lies under /control is for the tests: they say who sits at
the browser, see what the client asked in the back channel, and have a route fail to order.
"""

import asyncio
import base64
import hashlib
import os
import re
import secrets
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Form, HTTPException, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.security import HTTPAuthorizationCredentials, HTTPBasic, HTTPBasicCredentials, HTTPBearer
from pydantic import BaseModel

CLIENT_ID = "photo-book"
REDIRECT_URI = "http://127.0.0.1:8000/callback"
VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}")  # RFC 7636, 4.1

app = FastAPI(title="Provider")


class Failure(BaseModel):
    """What a route answers instead of the truth, or before it: after `delay` seconds alone, the truth."""

    status: int | None = None
    content: Any = None
    delay: float = 0


class State:
    def __init__(self) -> None:
        self.client_secret = os.environ.get("CLIENT_SECRET", "for-trying-by-hand")
        self.user = {"sub": "ada", "name": "Ada"}
        self.codes: dict[str, dict[str, str]] = {}  # what was asked at /authorize, once each
        self.tokens: dict[str, dict[str, str]] = {}  # whom an access token speaks for
        self.failures: dict[str, Failure] = {}
        self.asked: list[dict[str, str]] = []  # the forms that came to /token
        self.refusals: list[str] = []


state = State()


@app.get("/authorize")
def authorize(request: Request) -> Response:
    """The front channel: the browser comes with the client's request and goes back with a code (RFC 6749, 4.1.1)."""
    asked = dict(request.query_params)
    if asked.get("client_id") != CLIENT_ID or asked.get("redirect_uri") != REDIRECT_URI:
        # Never send a browser to an address that is not registered.
        raise HTTPException(400, f"client_id has to be {CLIENT_ID} and redirect_uri {REDIRECT_URI}")
    answer = {"state": asked["state"]} if "state" in asked else {}
    if asked.get("response_type") != "code":
        answer |= {"error": "unsupported_response_type"}
    elif asked.get("code_challenge_method") != "S256" or not asked.get("code_challenge"):
        answer |= {"error": "invalid_request", "error_description": "PKCE with S256 is required"}
        state.refusals.append(answer["error_description"])
    else:
        answer["code"] = secrets.token_urlsafe(16)
        state.codes[answer["code"]] = asked
    return RedirectResponse(f"{REDIRECT_URI}?{urlencode(answer)}", 302)


async def fail_to_order(request: Request) -> None:
    now = state
    failure = now.failures.get(request.url.path, Failure())
    await asyncio.sleep(failure.delay)
    if failure.status or state is not now:  # after a reset nobody waits for the answer any more
        raise OrderedError(failure)


class OrderedError(Exception):
    def __init__(self, failure: Failure) -> None:
        self.failure = failure


@app.exception_handler(OrderedError)
def answer_to_order(request: Request, ordered: OrderedError) -> Response:
    content = ordered.failure.content
    if isinstance(content, str):
        return Response(content, ordered.failure.status or 500, media_type="text/html")
    return JSONResponse(content, ordered.failure.status or 500)


def oauth_error(status: int, error: str, description: str) -> JSONResponse:
    state.refusals.append(description)
    return JSONResponse({"error": error, "error_description": description}, status)


@app.post("/token", dependencies=[Depends(fail_to_order)])
def exchange(
    basic: Annotated[HTTPBasicCredentials | None, Depends(HTTPBasic(auto_error=False))],
    grant_type: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    redirect_uri: Annotated[str, Form()] = "",
    code_verifier: Annotated[str, Form()] = "",
    client_id: Annotated[str, Form()] = "",
    client_secret: Annotated[str, Form()] = "",
) -> JSONResponse:
    """The back channel: the client changes a code into an access token (RFC 6749, 4.1.3)."""
    state.asked.append({"grant_type": grant_type, "code": code, "code_verifier": code_verifier})
    given = (basic.username, basic.password) if basic else (client_id, client_secret)
    if given != (CLIENT_ID, state.client_secret):
        return oauth_error(401, "invalid_client", "client_id or client_secret is wrong")
    if grant_type != "authorization_code":
        return oauth_error(400, "unsupported_grant_type", "grant_type has to be authorization_code")
    granted = state.codes.pop(code, None)  # a code is good once
    if granted is None or redirect_uri != granted["redirect_uri"]:
        return oauth_error(400, "invalid_grant", "code is unknown or used, or redirect_uri is another")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()
    if not VERIFIER.fullmatch(code_verifier) or challenge != granted["code_challenge"]:
        return oauth_error(400, "invalid_grant", "code_verifier does not fit the code_challenge")
    token = secrets.token_urlsafe(16)
    state.tokens[token] = state.user
    return JSONResponse({"access_token": token, "token_type": "Bearer", "expires_in": 300})


@app.get("/userinfo", dependencies=[Depends(fail_to_order)])
def read_userinfo(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> dict[str, str]:
    """Whom an access token speaks for."""
    if credentials.credentials not in state.tokens:
        state.refusals.append("the access token is unknown")
        raise HTTPException(401, "unknown token", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return state.tokens[credentials.credentials]


@app.post("/control/reset")
def reset() -> str:
    """Everything as at the start, and a new secret for the client: the answer."""
    global state
    state = State()
    state.client_secret = secrets.token_urlsafe(16)
    return state.client_secret


@app.put("/control/user", status_code=204)
def sit_down(user: dict[str, str]) -> None:
    """Say who sits at the browser."""
    state.user = user


@app.put("/control/failures/{route}", status_code=204)
def order_failure(route: str, failure: Failure) -> None:
    """Have `/token` or `/userinfo` fail until the next reset."""
    state.failures[f"/{route}"] = failure


@app.get("/control/asked")
def read_asked() -> list[dict[str, str]]:
    """The forms that came to /token."""
    return state.asked


@app.get("/control/refusals")
def read_refusals() -> list[str]:
    """Why the provider refused, in its own words."""
    return state.refusals
