"""Who calls, and the guards."""

import os
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, HTTPException, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import jwt
from jose.exceptions import JOSEError
from pydantic import BaseModel


class Role(StrEnum):
    CUSTOMER = "customer"
    SUPPORT = "support"
    CONTENT = "content-admin"
    ADMIN = "admin"


class User(BaseModel):
    name: str
    role: Role


users = {
    name: User(name=name, role=role)
    for role, names in {
        Role.ADMIN: ["ada"],
        Role.SUPPORT: ["sam"],
        Role.CONTENT: ["kit"],
        Role.CUSTOMER: ["cleo", "carl"],
    }.items()
    for name in names
}


def current_user(bearer: Annotated[HTTPAuthorizationCredentials, Security(HTTPBearer())]) -> User:
    try:
        claims = jwt.decode(bearer.credentials, os.environ["SECRET_KEY"], ["HS256"])
        return users[claims["sub"]]
    except (JOSEError, KeyError) as error:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"}) from error


CurrentUser = Annotated[User, Depends(current_user)]


class Only:
    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    def __call__(self, user: CurrentUser) -> User:
        if user.role in self.roles:
            return user
        raise HTTPException(403, f"this is for {', '.join(sorted(self.roles))}")


AdminOnly = Annotated[User, Depends(Only(Role.ADMIN))]
StaffOnly = Annotated[User, Depends(Only(Role.ADMIN, Role.SUPPORT))]
ContentOnly = Annotated[User, Depends(Only(Role.CONTENT))]
