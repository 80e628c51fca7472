"""The products in SQLite, opened in the lifespan; PATCH is an UPDATE of the columns that were sent."""

import sqlite3
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel, Field

COLUMNS = ("id", "name", "category", "cents")
SEED = [(1, "Assam", "tea", 450), (2, "Sidamo", "coffee", 620), (4, "Sencha", "tea", 580)]


@asynccontextmanager
async def lifespan(app: FastAPI):
    app.state.db = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    app.state.db.execute("CREATE TABLE product (id INTEGER PRIMARY KEY AUTOINCREMENT, name, category, cents)")
    app.state.db.executemany("INSERT INTO product VALUES (?, ?, ?, ?)", SEED)
    yield
    app.state.db.close()


app = FastAPI(lifespan=lifespan)


def connection(request: Request) -> sqlite3.Connection:
    return request.app.state.db


Database = Annotated[sqlite3.Connection, Depends(connection)]


class Fields(BaseModel):
    name: str = Field(min_length=1)
    category: str
    cents: int = Field(ge=1)


class Change(BaseModel):
    name: str = Field(None, min_length=1)
    category: str = None
    cents: int = Field(None, ge=1)


def fetched(db: sqlite3.Connection, number: int) -> dict:
    row = db.execute("SELECT * FROM product WHERE id = ?", (number,)).fetchone()
    if row is None:
        raise HTTPException(status_code=404)
    return dict(zip(COLUMNS, row, strict=True))


@app.get("/products")
def index(db: Database, category: str | None = None):
    rows = db.execute("SELECT * FROM product WHERE ?1 IS NULL OR category = ?1 ORDER BY id", (category,))
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@app.post("/products", status_code=201)
def create(db: Database, new: Fields):
    values = (new.name, new.category, new.cents)
    added = db.execute("INSERT INTO product (name, category, cents) VALUES (?, ?, ?)", values)
    return fetched(db, added.lastrowid)


@app.get("/products/{number}")
def read(db: Database, number: int):
    return fetched(db, number)


@app.put("/products/{number}")
def replace(db: Database, number: int, new: Fields):
    return change_row(db, number, new.model_dump())


@app.patch("/products/{number}")
def update(db: Database, number: int, change: Change):
    return change_row(db, number, change.model_dump(exclude_unset=True))


def change_row(db: sqlite3.Connection, number: int, columns: dict) -> dict:
    for name, value in columns.items():
        db.execute(f"UPDATE product SET {name} = ? WHERE id = ?", (value, number))
    return fetched(db, number)


@app.delete("/products/{number}", status_code=204)
def delete(db: Database, number: int):
    if not db.execute("DELETE FROM product WHERE id = ?", (number,)).rowcount:
        raise HTTPException(404, "no such product")
