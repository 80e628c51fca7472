from uuid import uuid4

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel

BOOKS: dict[str, dict[str, object]] = {
    "1": {"id": 1, "title": "Good Omens", "authors": ["Terry Pratchett", "Neil Gaiman"]},
    "2": {"id": 2, "title": "Dune", "authors": ["Frank Herbert"]},
}


class Book(BaseModel):
    title: str
    authors: list[str]


def stored(book: Book) -> dict[str, object]:
    number = str(uuid4())
    BOOKS[number] = {"id": number, **book.model_dump()}
    return BOOKS[number]


router = APIRouter()


@router.get("/books/{number}")
async def read(number: str):
    return BOOKS.get(number) or JSONResponse({"error": "no such book"}, 404)


@router.post("/books")
async def create(book: Book):
    return JSONResponse(stored(book), 201)
