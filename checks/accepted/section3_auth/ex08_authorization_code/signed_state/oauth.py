"""What is said to the provider."""

import base64
import hashlib
import os
from urllib.parse import quote, urlencode

import httpx
from fastapi import HTTPException

URL = os.environ["PROVIDER_URL"]
REDIRECT_URI = "http://127.0.0.1:8000/callback"


def address(state: str, verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    pkce = {"code_challenge": base64.b64encode(digest, b"-_").decode()[:43], "code_challenge_method": "S256"}
    query = {"scope": "profile", "state": state, "redirect_uri": REDIRECT_URI, "client_id": "photo-book"} | pkce
    return f"{URL}/authorize?response_type=code&{urlencode(query, quote_via=quote)}"


def user(code: str, verifier: str) -> dict[str, str]:
    secret = os.environ["CLIENT_SECRET"]
    form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier, "redirect_uri": REDIRECT_URI}
    timeout = httpx.Timeout(float(os.getenv("TIMEOUT", "2")), connect=1)
    try:
        exchange = httpx.post(f"{URL}/token", data=form, auth=httpx.BasicAuth("photo-book", secret), timeout=timeout)
    except httpx.RequestError as error:
        raise HTTPException(502, type(error).__name__) from error
    if exchange.status_code == 400:
        raise HTTPException(401, {"error": "refused"}, {"WWW-Authenticate": "Bearer"})
    try:
        exchange.raise_for_status()
        token = exchange.json()["access_token"]
        answer = httpx.get(f"{URL}/userinfo", headers={"authorization": f"Bearer {token}"}, timeout=timeout)
        answer.raise_for_status()
        claims = answer.json()
        return {"sub": claims["sub"], "name": claims["name"]}
    except Exception as error:
        raise HTTPException(502, "failed") from error
