"""4.2 Swagger UI: pages that can log in, where they are wanted and nowhere else."""

import os
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from jose import JWTError, jwt
from pydantic import BaseModel

SECRET_KEY = os.environ.get("SECRET_KEY") or token_urlsafe(32)  # without the variable: a new one at every start
PASSWORDS = {"ada": "analytical-engine", "grace": "compiler-1952"}  # to keep it short: 3.3 shows how it is done
CHALLENGE = {"WWW-Authenticate": "Bearer"}
PRODUCTION = os.environ.get("ENVIRONMENT") == "production"


class Note(BaseModel):
    text: str


class User(BaseModel):
    username: str


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


NOTES = [Note(text="Tea at four.")]

app = FastAPI(
    title="Notes",
    docs_url="/internal/docs",
    redoc_url="/internal/redoc",
    # Without the document there are no pages either.
    openapi_url=None if PRODUCTION else "/internal/openapi.json",
)
# With its slash: Swagger UI takes the address as a link on its own page.
bearer_token = OAuth2PasswordBearer(tokenUrl="/auth/token")


@app.post("/auth/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()]) -> Token:
    if PASSWORDS.get(form.username) != form.password:
        raise HTTPException(401, "wrong username or password", CHALLENGE)
    claims = {"sub": form.username, "exp": datetime.now(UTC) + timedelta(minutes=15)}
    return Token(access_token=jwt.encode(claims, SECRET_KEY, "HS256"))


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
