"""The guard stays as it was; the document is finished by hand: one lock for all, taken off the open routes."""

import os
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.security import OAuth2PasswordRequestForm
from jose import JWTError, jwt
from pydantic import BaseModel

SECRET_KEY = os.environ.get("SECRET_KEY") or token_urlsafe(32)  # without the variable: a new one at every start
PASSWORDS = {"ada": "analytical-engine", "grace": "compiler-1952"}  # to keep it short: 3.3 shows how it is done
CHALLENGE = {"WWW-Authenticate": "Bearer"}


class Note(BaseModel):
    text: str


class User(BaseModel):
    username: str


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


NOTES = [Note(text="Tea at four.")]

shown = {"docs_url": "docs", "redoc_url": "redoc", "openapi_url": "openapi.json"}
if os.environ.get("ENVIRONMENT") == "production":
    app = FastAPI(title="Notes", **dict.fromkeys(shown))
else:
    app = FastAPI(title="Notes", **{name: f"/internal/{page}" for name, page in shown.items()})


@app.post("/auth/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    if PASSWORDS.get(form.username) != form.password:
        raise HTTPException(401, "wrong username or password", CHALLENGE)
    claims = {"sub": form.username, "exp": datetime.now(UTC) + timedelta(minutes=15)}
    return Token(access_token=jwt.encode(claims, SECRET_KEY, "HS256"))


def bearer_token(authorization: Annotated[str, Header(include_in_schema=False)] = "") -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise HTTPException(401, "not logged in", CHALLENGE)
    return token


def current_user(token: Annotated[str, Depends(bearer_token)]) -> User:
    try:
        return User(username=jwt.decode(token, SECRET_KEY, "HS256")["sub"])
    except JWTError:
        raise HTTPException(401, "invalid token", CHALLENGE) from None


@app.get("/notes")
def list_notes() -> list[Note]:
    return NOTES


@app.post("/notes", status_code=201, dependencies=[Depends(current_user)])
def add_note(note: Note) -> Note:
    NOTES.append(note)
    return note


@app.get("/me")
def read_me(user: Annotated[User, Depends(current_user)]) -> User:
    return user


made_by_fastapi = app.openapi


def openapi():
    document = made_by_fastapi()
    flows = {"password": {"tokenUrl": "/auth/token", "scopes": {}}}
    document["components"]["securitySchemes"] = {"log-in": {"type": "oauth2", "flows": flows}}
    document["security"] = [{"log-in": []}]
    for path, method in (("/notes", "get"), ("/auth/token", "post")):
        document["paths"][path][method]["security"] = []
    return document


app.openapi = openapi
