"""Async and without memory: state and verifier travel in the cookie, which ends with the log-in; the secret goes in the form."""

import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import asynccontextmanager
from hashlib import sha256

import httpx
from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse

CALLBACK = "http://127.0.0.1:8000/callback"


@asynccontextmanager
async def lifespan(app: FastAPI):
    timeout = float(os.environ.get("TIMEOUT", "2"))
    async with httpx.AsyncClient(base_url=os.environ["PROVIDER_URL"], timeout=timeout) as client:
        app.state.provider = client
        yield


router = APIRouter()


@router.get("/login")
async def login(request: Request):
    state, verifier = secrets.token_hex(32), secrets.token_hex(32)
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().strip("=")
    url = httpx.URL(
        os.environ["PROVIDER_URL"] + "/authorize",
        params={
            "client_id": "photo-book",
            "response_type": "code",
            "redirect_uri": CALLBACK,
            "scope": "profile",
            "state": state,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            "prompt": "login",
        },
    )
    response = RedirectResponse(str(url), status_code=303)
    secure = request.url.scheme == "https"
    response.set_cookie("oauth", f"{state}.{verifier}", httponly=True, samesite="lax", secure=secure)
    return response


def failure(status: int, error: str) -> JSONResponse:
    response = JSONResponse({"error": error}, status)
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="photo book"'
    if status != 400:
        response.delete_cookie("oauth", httponly=True, samesite="lax")
    return response


@router.get("/callback")
async def callback(request: Request):
    query = request.query_params
    state, _, verifier = request.cookies.get("oauth", "").partition(".")
    if not state or not secrets.compare_digest(query.get("state", "").encode(), state.encode()):
        return failure(400, "state")
    if "error" in query:
        return failure(401, query["error"])
    provider: httpx.AsyncClient = request.app.state.provider
    try:
        exchanged = await provider.post(
            "/token",
            data={
                "grant_type": "authorization_code",
                "code": query["code"],
                "redirect_uri": CALLBACK,
                "code_verifier": verifier,
                "client_id": "photo-book",
                "client_secret": os.environ["CLIENT_SECRET"],
            },
        )
        if exchanged.status_code == 400:
            return failure(401, "code")
        if exchanged.status_code != 200:
            return failure(502, "token")
        token = exchanged.json()["access_token"]
        info = await provider.get("/userinfo", headers={"Authorization": f"Bearer {token}"})
        if info.status_code != 200:
            return failure(502, "userinfo")
        user = info.json()
        response = JSONResponse({"name": user["name"], "sub": user["sub"]})
    except (httpx.TransportError, ValueError, LookupError, TypeError):
        return failure(502, "provider")
    response.delete_cookie("oauth", httponly=True, samesite="lax")
    return response


app = FastAPI(lifespan=lifespan)
app.include_router(router)
