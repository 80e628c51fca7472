"""The headers by a dependency of v1's router, and again by the exception handlers; v1's shape by a computed field."""

from datetime import UTC, datetime
from email.utils import formatdate
from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, Request, Response
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, computed_field

DEPRECATED = datetime(2026, 3, 1, tzinfo=UTC)
SUNSET = datetime(2031, 3, 1, tzinfo=UTC)


class Book(BaseModel):
    id: int
    title: str
    authors: list[str]


class OldBook(BaseModel):
    id: int
    title: str
    authors: list[str] = Field(exclude=True)

    @computed_field
    def author(self) -> str:
        return ", ".join(self.authors)


BOOKS = {
    1: Book(id=1, title="Good Omens", authors=["Terry Pratchett", "Neil Gaiman"]),
    2: Book(id=2, title="Dune", authors=["Frank Herbert"]),
}


def announcement(request: Request):
    return {
        "Deprecation": f"@{int(DEPRECATED.timestamp())}",
        "Sunset": formatdate(SUNSET.timestamp(), usegmt=True),
        "Link": f'<{request.url.path.replace("v1", "v2", 1)}>; rel="successor-version"',
    }


def announce(request: Request, response: Response):
    response.headers.update(announcement(request))


def known(book_id: int) -> Book:
    if book := BOOKS.get(book_id):
        return book
    raise HTTPException(404, "unknown book")


Known = Annotated[Book, Depends(known)]
v1 = APIRouter(prefix="/api/v1/books", dependencies=[Depends(announce)], deprecated=True)
v2 = APIRouter(prefix="/api/v2/books")


def store(title: str, authors: list[str]) -> Book:
    book = Book(id=max(BOOKS) + 1, title=title, authors=authors)
    BOOKS[book.id] = book
    return book


@v1.get("/{book_id}", response_model=OldBook)
def read_old(book: Known):
    return OldBook(**dict(book))


@v1.post("", status_code=201, response_model=OldBook)
def create_old(title: Annotated[str, Body()], author: Annotated[str, Body()]):
    return OldBook(**dict(store(title, [author])))


@v2.get("/{book_id}")
def read(book: Known) -> Book:
    return book


@v2.post("", status_code=201)
def create(title: Annotated[str, Body()], authors: Annotated[list[str], Body()]) -> Book:
    return store(title, authors)


app = FastAPI()
app.include_router(v1)
app.include_router(v2)


@app.exception_handler(HTTPException)
async def http_error(request: Request, error: HTTPException):
    if request.url.path.startswith("/api/v1/"):
        error.headers = announcement(request)
    return await http_exception_handler(request, error)


@app.exception_handler(RequestValidationError)
async def invalid(request: Request, error: RequestValidationError):
    response = await request_validation_exception_handler(request, error)
    if request.url.path.startswith("/api/v1/"):
        response.headers.update(announcement(request))
    return response
