"""The shop's data: plain dataclasses in a list."""

from dataclasses import dataclass


class MissingError(LookupError):
    pass


@dataclass
class User:
    id: int
    name: str


@dataclass
class Order:
    id: int
    user_id: int
    item: str


users = [User(1, "Ada"), User(2, "Grace"), User(3, "Joan")]
rows = [Order(11, 1, "tea"), Order(12, 2, "coffee"), Order(13, 1, "sugar")]


def user(number: int) -> User:
    for known in users:
        if known.id == number:
            return known
    raise MissingError(f"user {number}")


def orders(owner: int) -> list[Order]:
    return [order for order in rows if order.user_id == user(owner).id]


def order(owner: int, number: int) -> Order:
    for found in orders(owner):
        if found.id == number:
            return found
    raise MissingError(f"order {number}")


def add(owner: int, item: str) -> Order:
    created = Order(rows[-1].id + 1, user(owner).id, item)
    rows.append(created)
    return created
