"""SQLAlchemy Core: `icontains` with `autoescape`; a list of columns by their names."""

import json
from typing import Annotated, Literal

from fastapi import FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import JSON, Boolean, Column, Integer, MetaData, String, Table, create_engine, insert, select
from sqlalchemy.pool import StaticPool


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
    model_config = ConfigDict(
        extra="ignore", from_attributes=True
    )  # a row has more columns than these: they are left out

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

metadata = MetaData()
customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    *(Column(name, String) for name in ("handle", "name", "plan")),
    Column("addresses", JSON),
    Column("is_admin", Boolean, default=False),
    Column("password_hash", String, default="$argon2id$v=19$not-for-you"),
)
engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
metadata.create_all(engine)
seed = [dict(zip(("handle", "name", "plan"), row), addresses=json.loads(ADDRESSES)) for row in SEED]
with engine.begin() as connection:
    connection.execute(insert(customers), seed)

app = FastAPI()


@app.post("/customers", status_code=201, response_model=Customer)
def add_customer(new: NewCustomer):
    with engine.begin() as connection:
        return connection.execute(insert(customers).values(**new.model_dump()).returning(customers)).one()


@app.get("/customers", response_model=list[Customer])
def search_customers(q: Annotated[str, Query(min_length=1, max_length=60)], sort: Literal["name", "handle"] = "name"):
    found = select(customers).where(customers.c.name.icontains(q, autoescape=True)).order_by(customers.c[sort])
    with engine.begin() as connection:
        return connection.execute(found).all()
