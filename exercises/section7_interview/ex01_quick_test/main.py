"""7.1 Quick test. This is the app that is asked: read it, change nothing. Your answers belong in answers.py."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, Field


class Book(BaseModel):
    title: str
    pages: int = Field(gt=0)
    note: str | None = None


class Change(BaseModel):
    pages: int = Field(default=1, gt=0)
    note: str | None = None


BOOKS = {1: Book(title="Dune", pages=412, note="lent"), 2: Book(title="Emma", pages=474)}
ROLES = {"t-ada": "librarian", "t-bob": "reader"}  # by token

app = FastAPI(docs_url=None)
app.add_middleware(CORSMiddleware, allow_origins=["https://app.example"])


@app.middleware("http")
async def add_shelf(request, call_next):
    response = await call_next(request)
    response.headers["X-Shelf"] = "3"
    return response


def known_book(book_id: int) -> Book:
    if book_id not in BOOKS:
        raise HTTPException(404, "no such book")
    return BOOKS[book_id]


def role_of(token: Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="token"))]) -> str:
    if token not in ROLES:
        raise HTTPException(401, "unknown token", {"WWW-Authenticate": "Bearer"})
    return ROLES[token]


KnownBook = Annotated[Book, Depends(known_book)]
Role = Annotated[str, Depends(role_of)]


@app.get("/books")
def list_books(limit: Annotated[int, Query(ge=1, le=50)] = 10, offset: Annotated[int, Query(ge=0)] = 0) -> list[Book]:
    return list(BOOKS.values())[offset : offset + limit]


@app.post("/books", status_code=201)
def add_book(book: Book, response: Response) -> Book:
    number = max(BOOKS) + 1
    BOOKS[number] = book
    response.headers["Location"] = f"/books/{number}"
    return book


@app.get("/books/{book_id}")
def read_book(book: KnownBook) -> Book:
    return book


@app.get("/books/longest")
def longest_book() -> Book:
    return max(BOOKS.values(), key=lambda book: book.pages)


@app.put("/books/{book_id}")
def replace_book(book_id: int, old: KnownBook, book: Book) -> Book:
    BOOKS[book_id] = book
    return book


@app.patch("/books/{book_id}")
def change_book(book_id: int, old: KnownBook, change: Change) -> Book:
    BOOKS[book_id] = old.model_copy(update=change.model_dump(exclude_unset=True))
    return BOOKS[book_id]


@app.delete("/books/{book_id}", status_code=204)
def remove_book(book_id: int, role: Role, old: KnownBook) -> None:
    if role != "librarian":
        raise HTTPException(403, "librarians only")
    del BOOKS[book_id]


@app.get("/books/{book_id}/days")
def days_to_read(book: KnownBook, pages_a_day: int) -> int:
    return book.pages // pages_a_day


@app.get("/loans", include_in_schema=False)
def list_loans() -> list[str]:
    return []
