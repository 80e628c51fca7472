"""SQL: COUNT, LIMIT and OFFSET; absolute links by `url_for`; a first page that is shortened where it would overlap."""

import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Request
from pydantic import BaseModel

database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
database.row_factory = sqlite3.Row
database.execute("CREATE TABLE book (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, genre TEXT)")
database.executemany(
    "INSERT INTO book (title, genre) VALUES (?, ?)",
    [(f"Book {number}", ("crime", "poetry", "arts & crafts")[number % 3]) for number in range(1, 26)],
)


class NewBook(BaseModel):
    title: str
    genre: str


class Cut:
    def __init__(
        self, limit: Annotated[int, Query(ge=1, le=100)] = 10, offset: Annotated[int, Query(ge=0, le=2**60)] = 0
    ):
        self.limit, self.offset = limit, offset


app = FastAPI()


@app.get("/books")
def list_books(cut: Annotated[Cut, Depends()], request: Request, genre: str | None = None):
    which, values = ("WHERE genre = ?", [genre]) if genre is not None else ("", [])
    total = database.execute(f"SELECT count(*) FROM book {which}", values).fetchone()[0]
    rows = database.execute(
        f"SELECT * FROM book {which} ORDER BY id LIMIT ? OFFSET ?", [*values, cut.limit, cut.offset]
    )

    def link(**query):
        kept = {"genre": genre} if genre is not None else {}
        return str(request.url_for("list_books").include_query_params(**kept, **query))

    before, after = min(cut.limit, cut.offset), cut.offset + cut.limit
    return {
        "total": total,
        "items": [dict(row) for row in rows],
        "next": link(limit=cut.limit, offset=after) if total > after else None,
        "previous": link(limit=before, offset=cut.offset - before) if before else None,
    }


@app.post("/books", status_code=201)
def add_books(new: list[NewBook]):
    insert = "INSERT INTO book (title, genre) VALUES (:title, :genre) RETURNING *"
    return [dict(database.execute(insert, book.model_dump()).fetchone()) for book in new]


@app.delete("/books/{number}", status_code=204)
def delete_book(number: int):
    if not database.execute("DELETE FROM book WHERE id = ?", [number]).rowcount:
        raise HTTPException(404)
