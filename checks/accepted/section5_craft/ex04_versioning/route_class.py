"""A route class of v1 turns errors into responses itself and puts the headers on; the store is a list of dicts."""

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from pydantic import BaseModel

books = [
    {"id": 1, "title": "Good Omens", "authors": ["Terry Pratchett", "Neil Gaiman"]},
    {"id": 2, "title": "Dune", "authors": ["Frank Herbert"]},
]


class Old(BaseModel):
    title: str
    author: str


class New(BaseModel):
    title: str
    authors: list[str]


class Deprecated(APIRoute):
    def get_route_handler(self):
        answer = super().get_route_handler()

        async def announced(request: Request):
            try:
                response = await answer(request)
            except HTTPException as error:
                response = await http_exception_handler(request, error)
            except RequestValidationError as error:
                response = await request_validation_exception_handler(request, error)
            response.headers["deprecation"] = "@1772323200"
            response.headers["sunset"] = "Sat, 01 Mar 2031 00:00:00 GMT"
            successor = str(request.url).replace("/api/v1/", "/api/v2/", 1)
            response.headers.append("link", "</docs>; rel=service-doc")
            response.headers.append("link", f"<{successor}>; rel=successor-version")
            return response

        return announced


old = APIRouter(prefix="/v1", route_class=Deprecated)
new = APIRouter(prefix="/v2")


def find(number):
    for book in books:
        if book["id"] == number:
            return book
    raise HTTPException(404)


def keep(title, authors):
    books.append({"id": books[-1]["id"] + 1, "title": title, "authors": authors})
    return books[-1]


def as_v1(book):
    return {"id": book["id"], "title": book["title"], "author": ", ".join(book["authors"])}


@old.get("/books/{number}", deprecated=True)
def get_old(number: int):
    return as_v1(find(number))


@old.post("/books", status_code=201, deprecated=True)
def post_old(book: Old):
    return as_v1(keep(book.title, [book.author]))


@new.get("/books/{number}")
def get_new(number: int):
    return find(number)


@new.post("/books", status_code=201)
def post_new(book: New):
    return keep(book.title, book.authors)


api = APIRouter(prefix="/api")
api.include_router(old)
api.include_router(new)
app = FastAPI()
app.include_router(api)
