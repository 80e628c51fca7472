"""No response model: the SQL names the columns; `instr` knows no wildcards; the order is bound as well."""

import json
import sqlite3
from typing import Literal

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
async def add_customer(new: NewCustomer):
    values = {**new.model_dump(), "addresses": json.dumps([address.model_dump() for address in new.addresses])}
    row = db.execute(
        "INSERT INTO customers (handle, name, plan, addresses) VALUES (:handle, :name, :plan, :addresses) "
        " RETURNING id, handle, name, plan, addresses",
        values,
    ).fetchone()
    return as_dict(row)


SEARCH = """
    SELECT id, handle, name, plan, addresses FROM customers
    WHERE instr(lower(name), lower(:q)) > 0
    ORDER BY CASE :sort WHEN 'handle' THEN handle ELSE name END
"""


@app.get("/customers")
async def search_customers(
    q: str = Query(min_length=1, max_length=60), sort: str = Query("name", pattern="^(name|handle)$")
):
    return [as_dict(row) for row in db.execute(SEARCH, {"q": q, "sort": sort})]
