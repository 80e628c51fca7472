"""6.4 Input validation: models say what may come in and what goes out; values are bound, never part of the SQL."""

import json
import re
import sqlite3
from typing import Annotated, Literal

from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field


class Address(BaseModel):
    model_config = ConfigDict(extra="forbid")

    street: str = Field(min_length=1, max_length=80)
    postcode: str = Field(pattern=r"^[0-9]{5}$")  # \d would take the digits of every script


class NewCustomer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    handle: str = Field(pattern=r"^[a-z][a-z0-9_]{2,19}$")
    name: str = Field(min_length=1, max_length=60)
    plan: Literal["free", "team", "business"]
    addresses: list[Address] = Field(min_length=1, max_length=3)


class Customer(NewCustomer):
    model_config = ConfigDict(extra="ignore")  # a row has more columns than these: they are left out

    id: int


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


@app.get("/customers", response_model=list[Customer])
def search_customers(
    q: Annotated[str, Query(min_length=1, max_length=60)],
    sort: Literal["name", "handle"] = "name",
):
    literally = re.sub(r"[\\%_]", r"\\\g<0>", q)
    # The name of a column cannot be bound, but `sort` can only be one of two words.
    rows = db.execute(
        f"SELECT * FROM customers WHERE name LIKE ? ESCAPE '\\' ORDER BY {sort}",
        [f"%{literally}%"],
    )
    return [as_dict(row) for row in rows]
