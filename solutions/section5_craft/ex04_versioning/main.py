"""5.4 Versioning: two versions over one store, and an old one that says when it will go and where to."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from itertools import count

from fastapi import APIRouter, FastAPI, HTTPException, Request, Response, status
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
next_id = count(max(BOOKS) + 1)

v1 = APIRouter(prefix="/api/v1", deprecated=True)
v2 = APIRouter(prefix="/api/v2")


def in_the_old_shape(book: BookV2) -> BookV1:
    return BookV1(id=book.id, title=book.title, author=", ".join(book.authors))


@v1.get("/books/{book_id}")
def read_book_v1(book_id: int) -> BookV1:
    return in_the_old_shape(read_book_v2(book_id))


@v1.post("/books", status_code=status.HTTP_201_CREATED)
def create_book_v1(new: NewBookV1) -> BookV1:
    return in_the_old_shape(create_book_v2(NewBookV2(title=new.title, authors=[new.author])))


@v2.get("/books/{book_id}")
def read_book_v2(book_id: int) -> BookV2:
    if book_id not in BOOKS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no book {book_id}")
    return BOOKS[book_id]


@v2.post("/books", status_code=status.HTTP_201_CREATED)
def create_book_v2(new: NewBookV2) -> BookV2:
    book = BookV2(id=next(next_id), **new.model_dump())
    BOOKS[book.id] = book
    return book


app = FastAPI(title="Books")
app.include_router(v1)
app.include_router(v2)


# A middleware and no dependency: what a dependency sets on its `Response` is lost when the answer is an error.
@app.middleware("http")
async def announce_the_end_of_v1(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await call_next(request)
    path = request.url.path
    if path.startswith(f"{v1.prefix}/"):
        response.headers["Deprecation"] = f"@{DEPRECATED.timestamp():.0f}"
        response.headers["Sunset"] = format_datetime(SUNSET, usegmt=True)
        response.headers["Link"] = f'<{v2.prefix}{path.removeprefix(v1.prefix)}>; rel="successor-version"'
    return response
