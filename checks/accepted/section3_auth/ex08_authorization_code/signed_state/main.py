"""Two files; the state is a signed JWT that holds the hash of a nonce in the cookie; used ones are remembered until they expire."""

import hashlib
import secrets
import time

import oauth
from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from jose import JWTError, jwt

KEY = secrets.token_bytes(32)
LIFETIME = 300
used: dict[str, float] = {}

app = FastAPI()


def derived(purpose: str, nonce: str) -> str:
    return hashlib.sha256(KEY + f"{purpose}:{nonce}".encode()).hexdigest()


@app.get("/login")
async def login(request: Request, response: Response):
    nonce = secrets.token_urlsafe()
    claims = {"jti": secrets.token_urlsafe(8), "exp": int(time.time()) + LIFETIME, "browser": derived("browser", nonce)}
    state = jwt.encode(claims, KEY.hex(), "HS256")
    answer = RedirectResponse(oauth.address(state, derived("verifier", nonce + claims["jti"])))
    answer.headers.append("Set-Cookie", f"nonce={nonce}; Path=/; HttpOnly; SameSite=Lax; Max-Age={LIFETIME}")
    return answer


@app.get("/callback")
def callback(request: Request, state: str = "", code: str = "", error: str | None = None):
    nonce = request.cookies.get("nonce")
    try:
        claims = jwt.decode(state, KEY.hex(), ["HS256"])
    except JWTError:
        raise HTTPException(400, "state") from None
    if nonce is None or claims["browser"] != derived("browser", nonce) or claims["jti"] in used:
        raise HTTPException(400, "state")
    for old in [jti for jti, end in used.items() if end < time.time()]:
        used.pop(old, None)
    used[claims["jti"]] = claims["exp"]
    if error is not None:
        raise HTTPException(401, error, {"WWW-Authenticate": "Bearer"})
    return oauth.user(code, derived("verifier", nonce + claims["jti"]))
