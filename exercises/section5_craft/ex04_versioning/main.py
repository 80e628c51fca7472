"""5.4 Versioning. The task is in README.md."""

from datetime import UTC, datetime

from fastapi import APIRouter, FastAPI, HTTPException
from pydantic import BaseModel

DEPRECATED = datetime(2026, 3, 1, tzinfo=UTC)
SUNSET = datetime(2031, 3, 1, tzinfo=UTC)


class NewBookV1(BaseModel):
    title: str
    author: str


class BookV1(NewBookV1):
    id: int


class NewBookV2(BaseModel):
    title: str
    authors: list[str]


class BookV2(NewBookV2):
    id: int


# The one store. It keeps what the newest version shows; the older one is a view of it.
BOOKS = {
    1: BookV2(id=1, title="Good Omens", authors=["Terry Pratchett", "Neil Gaiman"]),
    2: BookV2(id=2, title="Dune", authors=["Frank Herbert"]),
}

v1 = APIRouter(prefix="/api/v1")  # TODO: the schema should say that its routes are deprecated.
v2 = APIRouter(prefix="/api/v2")


@v1.get("/books/{book_id}")
def read_book_v1(book_id: int) -> BookV1:
    # TODO: find the book, and show it in the old shape.
    raise HTTPException(501, "not written yet")


@v1.post("/books", status_code=201)
def create_book_v1(new: NewBookV1) -> BookV1:
    # TODO: store it in the new shape, answer in the old one.
    raise HTTPException(501, "not written yet")


@v2.get("/books/{book_id}")
def read_book_v2(book_id: int) -> BookV2:
    # TODO
    raise HTTPException(501, "not written yet")


@v2.post("/books", status_code=201)
def create_book_v2(new: NewBookV2) -> BookV2:
    # TODO
    raise HTTPException(501, "not written yet")


app = FastAPI(title="Books")
app.include_router(v1)
app.include_router(v2)

# TODO: three headers on each answer of v1, the errors too: what does every answer pass through?
