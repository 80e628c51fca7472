"""2.5 Resource names. The task is in README.md."""

from itertools import count

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class User(BaseModel):
    id: int
    name: str


class NewOrder(BaseModel):
    user_id: int
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

# TODO: five verbs, three nouns. Give each route its new path, method and status code, and take the ids from the path.


@app.get("/getUser")
def get_user(user_id: int) -> User:
    if user_id not in USERS:
        raise HTTPException(404, f"there is no user {user_id}")
    return USERS[user_id]


@app.get("/listOrders")
def list_orders(user_id: int) -> list[Order]:
    # TODO: no orders, or no such user? An empty list cannot say which.
    return [order for order in ORDERS.values() if order.user_id == user_id]


@app.post("/createOrder")
def create_order(new: NewOrder) -> Order:
    # TODO: the path says whose order it is, so NewOrder need not; Location says where the new order lives.
    order = Order(id=next(order_ids), user_id=new.user_id, item=new.item)
    ORDERS[order.id] = order
    return order


@app.get("/getOrder")
def get_order(order_id: int) -> Order:
    # TODO: an order is found under its own user only.
    if order_id not in ORDERS:
        raise HTTPException(404, f"there is no order {order_id}")
    return ORDERS[order_id]


@app.get("/deleteOrder")
def delete_order(order_id: int) -> None:
    ORDERS.pop(order_id, None)
