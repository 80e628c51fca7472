"""5.5 Offset pagination: filter, count, cut, and links that a client only has to follow."""

from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request
from pydantic import BaseModel


class NewBook(BaseModel):
    title: str
    genre: str


class Book(NewBook):
    id: int


class Page(BaseModel):
    items: list[Book]
    total: int
    next: str | None
    previous: str | None


GENRES = ("crime", "poetry", "arts & crafts")
BOOKS = {number: Book(id=number, title=f"Book {number}", genre=GENRES[number % 3]) for number in range(1, 26)}
next_id = count(max(BOOKS) + 1)

app = FastAPI(title="Library")


@app.get("/books")
def list_books(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    offset: Annotated[int, Query(ge=0)] = 0,
    genre: str | None = None,
) -> Page:
    def link(start: int) -> str:
        return str(request.url.include_query_params(limit=limit, offset=start))

    found = [book for book in BOOKS.values() if genre in (None, book.genre)]
    return Page(
        items=found[offset : offset + limit],
        total=len(found),
        next=link(offset + limit) if offset + limit < len(found) else None,
        previous=link(max(offset - limit, 0)) if offset > 0 else None,
    )


@app.post("/books", status_code=201)
def add_books(new: list[NewBook]) -> list[Book]:
    """Given: the new books get the highest ids."""
    added = [Book(id=next(next_id), **book.model_dump()) for book in new]
    BOOKS.update({book.id: book for book in added})
    return added


@app.delete("/books/{book_id}", status_code=204)
def delete_book(book_id: int) -> None:
    """Given."""
    if BOOKS.pop(book_id, None) is None:
        raise HTTPException(404, f"there is no book {book_id}")
