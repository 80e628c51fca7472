"""Two files; roles as a StrEnum; the guard is a class; aliases such as `AdminOnly` stand in the signatures."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel

from security import AdminOnly, ContentOnly, CurrentUser, Role, StaffOnly, User, users


class Change(BaseModel):
    role: Role


class Banner(BaseModel):
    text: str


class Order(BaseModel):
    id: int
    owner: str
    cents: int
    refunded: bool


orders = {
    1: Order(id=1, owner="cleo", cents=4500, refunded=False),
    2: Order(id=2, owner="carl", cents=1200, refunded=False),
}
app = FastAPI()
app.state.banner = Banner(text="Welcome")


def user_named(name: str) -> User:
    try:
        return users[name]
    except KeyError:
        raise HTTPException(404) from None


def order_numbered(order_id: int) -> Order:
    try:
        return orders[order_id]
    except KeyError:
        raise HTTPException(404) from None


def readable(user: CurrentUser, order: Annotated[Order, Depends(order_numbered)]) -> Order:
    if user.name == order.owner or user.role in (Role.SUPPORT, Role.ADMIN):
        return order
    raise HTTPException(403, {"order": order.id})


@app.get("/users/{name}")
def read_user(_: AdminOnly, user: Annotated[User, Depends(user_named)]) -> User:
    return user


@app.put("/users/{name}")
def set_role(admin: AdminOnly, user: Annotated[User, Depends(user_named)], change: Change) -> User:
    user.role = change.role
    return user


@app.get("/orders/{order_id}")
def read_order(order: Annotated[Order, Depends(readable)]) -> Order:
    return order


@app.post("/orders/{order_id}/refund")
def refund(_: StaffOnly, order: Annotated[Order, Depends(order_numbered)]) -> Order:
    order.refunded = True
    return order


@app.get("/banner", response_model=Banner)
def read_banner():
    return app.state.banner


@app.put("/banner", response_model=Banner)
def set_banner(_: ContentOnly, banner: Banner):
    app.state.banner = banner
    return banner
