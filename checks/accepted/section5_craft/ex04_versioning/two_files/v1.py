from fastapi import APIRouter, HTTPException
from pydantic import BaseModel
from v2 import BOOKS, Book, stored


class OldBook(BaseModel):
    title: str
    author: str


def old(book):
    return {"id": book["id"], "title": book["title"], "author": ", ".join(book["authors"])}


router = APIRouter()


@router.get("/books/{number}")
async def read(number: str):
    try:
        return old(BOOKS[number])
    except KeyError:
        raise HTTPException(404, "gone or never there") from None


@router.post("/books", status_code=201)
async def create(book: OldBook):
    return old(stored(Book(title=book.title, authors=[book.author])))
