"""Who calls, and what they may do."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import Select, select

from database import SessionDep
from models import STAFF, Order, Role, User
from security import read_token
from settings import API_PREFIX

oauth2 = OAuth2PasswordBearer(tokenUrl=f"{API_PREFIX}/token")


def current_user(token: Annotated[str, Depends(oauth2)], session: SessionDep) -> User:
    # From the store at every request, so that a new role or a deleted user counts at once.
    user = session.scalar(select(User).where(User.name == read_token(token)))
    if user is None:
        raise HTTPException(401, "not authenticated", {"WWW-Authenticate": "Bearer"})
    return user


CurrentUser = Annotated[User, Depends(current_user)]


def require(*roles: Role) -> Callable[[User], None]:
    """A dependency that lets these roles in."""

    def guard(user: CurrentUser) -> None:
        if user.role not in roles:
            raise HTTPException(403, "your role may not do this")

    return guard


def visible_to(user: User) -> Select[tuple[Order]]:
    """The orders that `user` may see: the one rule behind the list and the single order."""
    orders = select(Order).order_by(Order.id)
    return orders if user.role in STAFF else orders.where(Order.customer_id == user.id)
