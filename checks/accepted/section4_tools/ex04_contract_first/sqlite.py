"""The parcels in SQLite, rows as they are through response models; the 404 is an own HTTPException's."""

import sqlite3
from contextlib import closing
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Response
from pydantic import BaseModel, Field

database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
database.row_factory = sqlite3.Row
database.execute(
    "CREATE TABLE parcels (id INTEGER PRIMARY KEY, recipient TEXT, weight_grams INT, note TEXT,"
    " status TEXT NOT NULL DEFAULT 'waiting', shelf TEXT)"
)
INSERT = "INSERT INTO parcels (recipient, weight_grams, note) VALUES (?, ?, ?) RETURNING *"
for row in (("Ada Lovelace", 350, "ring twice"), ("Grace Hopper", 1200, None)):
    database.execute(INSERT, row).fetchall()
database.execute("UPDATE parcels SET status = 'collected', shelf = 'A3' WHERE id = 1")


class New(BaseModel):
    recipient: str = Field(..., min_length=1, max_length=60)
    weight_grams: int = Field(..., gt=0, lt=30001)
    note: str | None = Field(None, max_length=200)


class Out(BaseModel):
    id: int
    recipient: str
    weight_grams: int
    note: str | None
    status: str


class NoParcel(HTTPException):
    def __init__(self):
        super().__init__(404, "no parcel has this number")


app = FastAPI()


def rows(query, *values):
    with closing(database.execute(query, values)) as cursor:
        return [dict(row) for row in cursor.fetchall()]


@app.get("/parcels", response_model=list[Out])
def index(status: Annotated[str | None, Query(pattern="^(waiting|collected)$")] = None):
    return rows("SELECT * FROM parcels WHERE ?1 IS NULL OR status = ?1 ORDER BY id", status)


@app.post("/parcels", response_model=Out, status_code=201)
def add(new: New):
    return rows(INSERT, new.recipient, new.weight_grams, new.note)[0]


@app.get("/parcels/{number}", response_model=Out)
def get(number: int):
    # SQLite knows no larger integers.
    found = rows("SELECT * FROM parcels WHERE id = ?", number) if abs(number) < 2**63 else []
    if not found:
        raise NoParcel
    return found[0]


@app.get("/parcels/{number}/label")
def label(number: int):
    parcel = get(number)
    return Response(f"{parcel['recipient']}, {parcel['weight_grams']} g", headers={"content-type": "text/plain"})
