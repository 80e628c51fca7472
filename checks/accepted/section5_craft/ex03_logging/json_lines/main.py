"""Two files: JSON lines by a handler of its own on a logger that does not propagate; the id comes from a context variable, by a filter; a crash is answered by the middleware itself."""

import logging
import secrets
import time
import traceback
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from json_log import current_id, setup
from pydantic import BaseModel

logger = logging.getLogger("api")

PASSWORDS = {"ada": "analytical-engine"}
PARCELS = {1: "Oslo", 2: "Lima"}
RATES = {"norway": 1900, "peru": 3400}
TOKENS: dict[str, str] = {}

app = FastAPI(title="Parcels")
bearer = HTTPBearer()


setup()


@app.middleware("http")
async def observe(request: Request, call_next):
    if request.url.path == "/health":
        return await call_next(request)
    current_id.set(request.headers.get("x-request-id") or uuid4().hex)
    began = time.perf_counter()
    trace = ""
    try:
        response = await call_next(request)
    except Exception:
        trace = "\n" + traceback.format_exc()
        response = JSONResponse({"detail": "sorry"}, 500)
    took = (time.perf_counter() - began) * 1000
    extra = {"method": request.method, "path": request.url.path, "status": response.status_code, "duration_ms": took}
    (logger.error if trace else logger.debug)("request" + trace, extra=extra)
    response.headers["X-Request-ID"] = current_id.get()
    return response


class Login(BaseModel):
    user: str
    password: str


def current_user(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> str:
    if credentials.credentials not in TOKENS:
        raise HTTPException(401, "unknown token", {"WWW-Authenticate": "Bearer"})
    return TOKENS[credentials.credentials]


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/login")
def log_in(login: Login) -> dict[str, str]:
    if login.user not in PASSWORDS or not secrets.compare_digest(PASSWORDS[login.user], login.password):
        raise HTTPException(401, "wrong user or password", {"WWW-Authenticate": "Bearer"})
    token = secrets.token_urlsafe()
    TOKENS[token] = login.user
    return {"token": token}


@app.get("/parcels/{parcel_id}")
def read_parcel(parcel_id: int, user: Annotated[str, Depends(current_user)]) -> dict[str, str | int]:
    if parcel_id not in PARCELS:
        raise HTTPException(404, f"there is no parcel {parcel_id}")
    return {"id": parcel_id, "to": PARCELS[parcel_id]}


@app.get("/track/{parcel_id}")
def track_parcel(parcel_id: int, token: str) -> dict[str, str]:
    """For links in mails, where no header can be set."""
    if token not in TOKENS or parcel_id not in PARCELS:
        raise HTTPException(404, "there is no such link")
    return {"to": PARCELS[parcel_id]}


@app.get("/rates/{country}")
def read_rate(country: str) -> int:
    """The price in cents. A country without a rate is a bug; leave it in."""
    return RATES[country]
