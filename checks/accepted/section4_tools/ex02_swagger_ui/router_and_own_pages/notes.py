import os
from datetime import UTC, datetime, timedelta
from secrets import compare_digest, token_bytes
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestFormStrict
from jose import jwt
from pydantic import BaseModel

SECRET = os.environ.get("SECRET_KEY") or token_bytes(32).hex()
PASSWORDS = {"ada": "analytical-engine", "grace": "compiler-1952"}
token_of = OAuth2PasswordBearer("/auth/token", auto_error=False)
router = APIRouter()


class Note(BaseModel):
    text: str


NOTES = [Note(text="Tea at four.")]


def username_of(token: Annotated[str | None, Depends(token_of)]) -> str:
    try:
        return jwt.decode(token or "", SECRET, algorithms=["HS256"])["sub"]
    except jwt.JWTError as error:
        raise HTTPException(401, "no", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'}) from error


@router.post("/auth/token")
def log_in(form: Annotated[OAuth2PasswordRequestFormStrict, Depends()]):
    if not compare_digest(PASSWORDS.get(form.username, ""), form.password):
        raise HTTPException(401, "no", headers={"WWW-Authenticate": "Bearer"})
    token = jwt.encode({"sub": form.username, "exp": datetime.now(UTC) + timedelta(hours=1)}, SECRET)
    return {"access_token": token, "token_type": "bearer"}


@router.get("/notes", response_model=list[Note])
def read():
    return NOTES


@router.post("/notes", response_model=Note, status_code=201)
def write(note: Note, username: Annotated[str, Depends(username_of)]):
    NOTES.append(note)
    return note


@router.get("/me")
def whoami(username: Annotated[str, Depends(username_of)]):
    return {"username": username}
