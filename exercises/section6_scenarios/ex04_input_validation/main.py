"""6.4 Input validation. The task is in README.md."""

import json
import sqlite3

from fastapi import FastAPI
from pydantic import BaseModel


# TODO: both models take any text, and say nothing about fields that they do not know.
class Address(BaseModel):
    street: str
    postcode: str


class NewCustomer(BaseModel):
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


@app.post("/customers", status_code=201)
def add_customer(new: NewCustomer):
    # TODO: the values are bound here: they never become SQL. But look at what goes out.
    values = {**new.model_dump(), "addresses": json.dumps([address.model_dump() for address in new.addresses])}
    row = db.execute(
        "INSERT INTO customers (handle, name, plan, addresses) VALUES (:handle, :name, :plan, :addresses) RETURNING *",
        values,
    ).fetchone()
    return as_dict(row)


@app.get("/customers")
def search_customers(q: str, sort: str = "name"):
    # TODO: here, what the client sends becomes part of the SQL. And look at what goes out.
    rows = db.execute(f"SELECT * FROM customers WHERE name LIKE '%{q}%' ORDER BY {sort}")
    return [as_dict(row) for row in rows]
