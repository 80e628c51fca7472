"""Users and their roles."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import select

from database import SessionDep
from errors import NotFoundError
from models import User
from pagination import PagingDep, page_of
from schemas import Page, RoleChange, UserOut

router = APIRouter(prefix="/users", tags=["users"])


@router.get("", response_model=Page[UserOut])
def list_users(session: SessionDep, paging: PagingDep) -> dict[str, Any]:
    return page_of(select(User).order_by(User.id), session, paging)


@router.patch("/{user_id}", response_model=UserOut)
def set_role(user_id: int, change: RoleChange, session: SessionDep) -> User:
    user = session.get(User, user_id)
    if user is None:
        raise NotFoundError(f"there is no user {user_id}")
    user.role = change.role
    session.commit()
    return user
