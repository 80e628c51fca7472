"""3.2 JWT anatomy. The task is in README.md."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel


class NewToken(BaseModel):
    sub: str
    role: str


class Token(BaseModel):
    token: str


class Peek(BaseModel):
    verified: bool
    header: dict[str, Any]
    claims: dict[str, Any]


def sent_token(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    """The text behind `Bearer`; without one, FastAPI answers 401 by itself."""
    return credentials.credentials


SentToken = Annotated[str, Depends(sent_token)]

app = FastAPI(title="Tokens")

# TODO: the secret comes from the environment. `from jose import JWTError, jwt` brings the rest.


@app.post("/tokens")
def issue_token(new: NewToken) -> Token:
    # TODO: sign who it is, as what, since when and until when. (That anybody may ask is for 3.3 to change.)
    raise HTTPException(501, "not written yet")


@app.get("/claims")
def read_claims(token: SentToken) -> dict[str, Any]:
    # TODO: believe the token only after everything in it has been checked.
    raise HTTPException(501, "not written yet")


@app.get("/peek")
def peek(token: SentToken) -> Peek:
    # TODO: show what the token says, and say that nobody has checked it.
    raise HTTPException(501, "not written yet")
