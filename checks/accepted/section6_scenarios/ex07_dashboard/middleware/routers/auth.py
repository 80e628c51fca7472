"""Logging in."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from fastapi.security import OAuth2PasswordRequestForm
from sqlalchemy import select

from database import SessionDep
from dependencies import CurrentUser
from models import User
from schemas import Token, UserOut
from security import NOBODY, create_token, password_hash

router = APIRouter(prefix="/api/v1", tags=["auth"])


@router.post("/token")
def log_in(form: Annotated[OAuth2PasswordRequestForm, Depends()], session: SessionDep, response: Response) -> Token:
    user = session.scalar(select(User).where(User.name == form.username))
    if not password_hash.verify(form.password, user.password_hash if user else NOBODY):
        raise HTTPException(401, "wrong username or password", {"WWW-Authenticate": "Bearer"})
    response.headers["Cache-Control"] = "no-store"
    return Token(access_token=create_token(form.username))


@router.get("/me", response_model=UserOut)
def read_me(user: CurrentUser) -> User:
    return user
