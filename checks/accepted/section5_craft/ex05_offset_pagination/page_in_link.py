"""The links keep the offset and the limit as they were and count pages from there; bounds checked by hand."""

from urllib.parse import quote_plus

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class Book(BaseModel):
    id: int = 0
    title: str
    genre: str


def seed():
    genres = ["crime", "poetry", "arts & crafts"]
    return [Book(id=number, title=f"Book {number}", genre=genres[number % 3]) for number in range(1, 26)]


app = FastAPI()
app.state.books = seed()
app.state.number = 25


@app.get("/books")
async def list_books(limit: int = 10, offset: int = 0, page: int = 0, genre: str = ""):
    if not (1 <= limit <= 100 and offset >= 0):
        raise HTTPException(422, "limit is from 1 to 100, offset from 0")
    matches = [book for book in app.state.books if not genre or book.genre == genre]
    start = max(offset + page * limit, 0)
    here = f"/books?genre={quote_plus(genre)}&limit={limit}&offset={offset}&page="
    return {
        "items": matches[start : start + limit],
        "total": len(matches),
        "next": f"{here}{page + 1}" if start + limit < len(matches) else None,
        "previous": f"{here}{page - 1}" if start else None,
    }


@app.post("/books", status_code=201)
async def add_books(new: list[Book]):
    for book in new:
        app.state.number += 1
        book.id = app.state.number
    app.state.books += new
    return new


@app.delete("/books/{number}")
async def delete_book(number: int):
    if all(book.id != number for book in app.state.books):
        raise HTTPException(404, "gone")
    app.state.books = [book for book in app.state.books if book.id != number]
