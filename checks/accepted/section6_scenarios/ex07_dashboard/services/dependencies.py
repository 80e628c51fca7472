from typing import Annotated

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from services import Orders

from database import SessionDep
from models import Role, User
from security import read_token

oauth2 = OAuth2PasswordBearer(tokenUrl="api/v1/token", scheme_name="Log-in")


async def current_user(session: SessionDep, token: str = Depends(oauth2)) -> User:
    name = read_token(token)
    users = session.query(User).filter(User.name == name).all() if name else []
    for user in users:
        return user
    raise HTTPException(status_code=401, detail="token refused", headers={"www-authenticate": "Bearer"})


CurrentUser = Annotated[User, Depends(current_user)]


class Roles:
    def __init__(self, *names: Role) -> None:
        self.names = names

    def __call__(self, user: CurrentUser) -> User:
        if user.role in self.names:
            return user
        raise HTTPException(status_code=403, detail={"needs": self.names, "is": user.role})


Staff = Annotated[User, Depends(Roles(Role.SUPPORT, Role.ADMIN))]
Admin = Annotated[User, Depends(Roles(Role.ADMIN))]


def orders(session: SessionDep, user: CurrentUser) -> Orders:
    return Orders(session, user)


OrdersDep = Annotated[Orders, Depends(orders)]
