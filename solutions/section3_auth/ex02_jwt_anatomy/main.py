"""3.2 JWT anatomy: what the server signs, what it demands before it believes, and what anybody can read."""

import os
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt
from pydantic import BaseModel

ALGORITHM = "HS256"
LIFETIME = timedelta(minutes=15)


class NewToken(BaseModel):
    sub: str
    role: str


class Token(BaseModel):
    token: str


class Peek(BaseModel):
    verified: bool
    header: dict[str, Any]
    claims: dict[str, Any]


def secret() -> str:
    return os.environ["JWT_SECRET"]  # without one, no token at all: a default would be everybody's secret


def sent_token(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    return credentials.credentials


SentToken = Annotated[str, Depends(sent_token)]

app = FastAPI(title="Tokens")


@app.post("/tokens")
def issue_token(new: NewToken) -> Token:
    now = datetime.now(UTC)  # a naive local time would be taken for UTC
    claims = {"sub": new.sub, "role": new.role, "iat": now, "exp": now + LIFETIME}
    return Token(token=jwt.encode(claims, secret(), ALGORITHM))


@app.get("/claims")
def read_claims(token: SentToken) -> dict[str, Any]:
    demands = {"require_sub": True, "require_exp": True}  # python-jose checks a claim only if it is there
    try:
        # The header is the sender's word: never let it choose the algorithm (RFC 8725, 3.1).
        return jwt.decode(token, secret(), algorithms=[ALGORITHM], options=demands)
    except (JWTError, TypeError):  # `exp: null` ends in a TypeError
        challenge = {"WWW-Authenticate": "Bearer"}
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "this token is not valid", challenge) from None


@app.get("/peek")
def peek(token: SentToken) -> Peek:
    try:
        header, claims = jwt.get_unverified_header(token), jwt.get_unverified_claims(token)
    except JWTError:
        raise HTTPException(status.HTTP_400_BAD_REQUEST, "this is no token") from None
    return Peek(verified=False, header=header, claims=claims)
