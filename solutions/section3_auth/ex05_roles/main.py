"""3.5 Roles: one guard for every list of roles, and a store that is asked at each request."""

import os
from collections.abc import Callable
from secrets import token_urlsafe
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt
from pydantic import BaseModel

Role = Literal["customer", "support", "content-admin", "admin"]
STAFF: tuple[Role, ...] = ("support", "admin")


class User(BaseModel):
    name: str
    role: Role


class RoleChange(BaseModel):
    role: Role


class Order(BaseModel):
    id: int
    owner: str
    cents: int
    refunded: bool = False


class Banner(BaseModel):
    text: str


USERS = {
    "ada": User(name="ada", role="admin"),
    "sam": User(name="sam", role="support"),
    "kit": User(name="kit", role="content-admin"),
    "cleo": User(name="cleo", role="customer"),
    "carl": User(name="carl", role="customer"),
}
ORDERS = {
    1: Order(id=1, owner="cleo", cents=4500),
    2: Order(id=2, owner="carl", cents=1200),
}
banner = Banner(text="Welcome")

SECRET_KEY = os.environ.get("SECRET_KEY") or token_urlsafe(32)  # without the variable: a new one at every start
bearer = HTTPBearer()


def current_user(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> User:
    try:
        options = {"require_exp": True, "require_sub": True}
        claims = jwt.decode(credentials.credentials, SECRET_KEY, algorithms=["HS256"], options=options)
        return USERS[claims["sub"]]  # the token names the user; what the user is now, only the store knows
    except (JWTError, KeyError, TypeError, OverflowError):  # the last two by an exp that is no number
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "not authenticated", {"WWW-Authenticate": "Bearer"}) from None


CurrentUser = Annotated[User, Depends(current_user)]


def require(*roles: Role) -> Callable[[User], None]:
    def guard(user: CurrentUser) -> None:
        if user.role not in roles:
            raise HTTPException(status.HTTP_403_FORBIDDEN, "your role may not do this")

    return guard


def user_or_404(name: str) -> User:
    if name not in USERS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no user {name}")
    return USERS[name]


def order_or_404(order_id: int) -> Order:
    if order_id not in ORDERS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no order {order_id}")
    return ORDERS[order_id]


app = FastAPI(title="Shop desk")
# On the router, so that the method that somebody adds next year is guarded too.
users = APIRouter(prefix="/users", dependencies=[Depends(require("admin"))])


@users.get("/{name}")
def read_user(name: str) -> User:
    return user_or_404(name)


@users.put("/{name}")
def set_role(name: str, change: RoleChange) -> User:
    user = user_or_404(name)
    user.role = change.role
    return user


app.include_router(users)


@app.get("/orders/{order_id}")
def read_order(order_id: int, user: CurrentUser) -> Order:
    order = order_or_404(order_id)
    if user.name != order.owner and user.role not in STAFF:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "this order is somebody else's")
    return order


@app.post("/orders/{order_id}/refund", dependencies=[Depends(require(*STAFF))])
def refund_order(order_id: int) -> Order:
    order = order_or_404(order_id)
    order.refunded = True
    return order


@app.get("/banner")
def read_banner() -> Banner:
    return banner


@app.put("/banner", dependencies=[Depends(require("content-admin"))])
def set_banner(new: Banner) -> Banner:
    banner.text = new.text
    return banner
