"""5.3 Logging. The task is in README.md."""

import logging
import secrets
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

logger = logging.getLogger("api")
logger.setLevel(logging.INFO)

PASSWORDS = {"ada": "analytical-engine"}
PARCELS = {1: "Oslo", 2: "Lima"}
RATES = {"norway": 1900, "peru": 3400}
TOKENS: dict[str, str] = {}

app = FastAPI(title="Parcels")
bearer = HTTPBearer()

# TODO: stand between the client and all routes: see each request come, see what becomes of it, make one record of it.


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
