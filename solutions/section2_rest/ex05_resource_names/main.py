"""2.5 Resource names: the path is a noun, the method is the verb, and the nesting says whose it is."""

from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Response, status
from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str


class NewOrder(BaseModel):
    item: str


class Order(BaseModel):
    id: int
    user_id: int
    item: str


USERS = {
    1: User(id=1, name="Ada"),
    2: User(id=2, name="Grace"),
    3: User(id=3, name="Joan"),
}
ORDERS = {
    11: Order(id=11, user_id=1, item="tea"),
    12: Order(id=12, user_id=2, item="coffee"),
    13: Order(id=13, user_id=1, item="sugar"),
}
order_ids = count(14)

app = FastAPI(title="Shop")


def known_user(user_id: int) -> User:
    if user_id not in USERS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no user {user_id}")
    return USERS[user_id]


KnownUser = Annotated[User, Depends(known_user)]


def own_order(user: KnownUser, order_id: int) -> Order:
    order = ORDERS.get(order_id)
    if order is None or order.user_id != user.id:  # one answer to both: it does not tell which ids exist
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"{user.name} has no order {order_id}")
    return order


OwnOrder = Annotated[Order, Depends(own_order)]


@app.get("/users/{user_id}")
def read_user(user: KnownUser) -> User:
    return user


@app.get("/users/{user_id}/orders")
def read_orders(user: KnownUser) -> list[Order]:
    return [order for order in ORDERS.values() if order.user_id == user.id]


@app.post("/users/{user_id}/orders", status_code=status.HTTP_201_CREATED)
def create_order(user: KnownUser, new: NewOrder, response: Response) -> Order:
    order = Order(id=next(order_ids), user_id=user.id, item=new.item)
    ORDERS[order.id] = order
    response.headers["Location"] = app.url_path_for("read_order", user_id=user.id, order_id=order.id)
    return order


@app.get("/users/{user_id}/orders/{order_id}")
def read_order(order: OwnOrder) -> Order:
    return order


@app.delete("/users/{user_id}/orders/{order_id}", status_code=status.HTTP_204_NO_CONTENT)
def delete_order(order: OwnOrder) -> None:
    del ORDERS[order.id]
