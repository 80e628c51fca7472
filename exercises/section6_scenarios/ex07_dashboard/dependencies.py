"""Who calls, and what they may do."""

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import Select

from database import SessionDep
from models import Order, Role, User

# TODO: the Authorize button of /docs logs in at this address.
oauth2 = OAuth2PasswordBearer(tokenUrl="token")


def current_user(token: Annotated[str, Depends(oauth2)], session: SessionDep) -> User:
    # TODO: `read_token` in security.py gives a name, or None; the database knows the user.
    raise HTTPException(501, "not written yet")


CurrentUser = Annotated[User, Depends(current_user)]


def require(*roles: Role) -> Callable[[User], None]:
    """A dependency that lets these roles in."""

    def guard(user: CurrentUser) -> None:
        # TODO: we know who it is; may they?
        raise HTTPException(501, "not written yet")

    return guard


def visible_to(user: User) -> Select[tuple[Order]]:
    """The orders that `user` may see: the one rule behind the list and the single order."""
    # TODO: a query in the order of the ids. `models.STAFF` sees all of them.
    raise HTTPException(501, "not written yet")
