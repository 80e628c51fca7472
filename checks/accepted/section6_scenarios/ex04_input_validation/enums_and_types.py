"""Types with a name and Enums; models strict by a common base; another sign for ESCAPE; rows become models by hand."""

import json
import sqlite3
from enum import Enum
from typing import Annotated

from annotated_types import Len
from fastapi import FastAPI, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints


def five_digits(text: str) -> str:
    if len(text) != 5 or set(text) - set("0123456789"):
        raise ValueError("five digits, please")
    return text


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_max_length=80)


class Plan(str, Enum):
    free = "free"
    team = "team"
    business = "business"


class Sort(str, Enum):
    name = "name"
    handle = "handle"


Handle = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]+$", min_length=3, max_length=20)]
Postcode = Annotated[str, AfterValidator(five_digits)]


class Address(Strict):
    street: Annotated[str, Len(1)]
    postcode: Postcode


class NewCustomer(Strict):
    handle: Handle
    name: Annotated[str, Len(1, 60)]
    plan: Plan
    addresses: Annotated[list[Address], Len(1, 3)]


class Customer(BaseModel):
    id: int
    handle: str
    name: str
    plan: str
    addresses: list[Address]


SEED = [
    ("ada", "Ada Lovelace", "team"),
    ("grace", "Grace O'Malley", "free"),
    ("joan", 'Joan "Jo" Clarke', "free"),
    ("cotton", "100% Cotton", "business"),
    ("snake", "snake_case Ltd", "team"),
    ("slash", "Back\\Slash & Sons", "business"),
]
ADDRESSES = json.dumps([{"street": "1 High Street", "postcode": "10115"}])

# One connection for all, kept in memory: enough for an exercise. `Row` gives columns by their names.
db = sqlite3.connect(":memory:", check_same_thread=False)
db.row_factory = sqlite3.Row
db.execute(
    "CREATE TABLE customers (id INTEGER PRIMARY KEY, handle, name, plan, addresses,"
    " is_admin DEFAULT 0, password_hash DEFAULT '$argon2id$v=19$not-for-you')"
)
db.executemany(
    "INSERT INTO customers (handle, name, plan, addresses) VALUES (?, ?, ?, ?)",
    [(*customer, ADDRESSES) for customer in SEED],
)

app = FastAPI(title="Customers")


def as_dict(row: sqlite3.Row) -> dict[str, object]:
    """A row with its addresses as a list again."""
    return {**row, "addresses": json.loads(row["addresses"])}


@app.post("/customers", status_code=201, response_model=Customer)
def add_customer(new: NewCustomer):
    values = {**new.model_dump(), "addresses": json.dumps([address.model_dump() for address in new.addresses])}
    row = db.execute(
        "INSERT INTO customers (handle, name, plan, addresses) VALUES (:handle, :name, :plan, :addresses) RETURNING *",
        values,
    ).fetchone()
    return as_dict(row)


def literal(text: str) -> str:
    for special in "!%_":
        text = text.replace(special, "!" + special)
    return text


@app.get("/customers")
def search_customers(q: Annotated[str, Query(), Len(1, 60)], sort: Sort = Sort.name) -> list[Customer]:
    orders = {Sort.name: "ORDER BY name", Sort.handle: "ORDER BY handle"}
    statement = "SELECT * FROM customers WHERE name LIKE '%' || ? || '%' ESCAPE '!' " + orders[sort]
    return [Customer(**as_dict(row)) for row in db.execute(statement, (literal(q),))]
