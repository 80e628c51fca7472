"""An async router, a model for the whole query, links that are nothing but a query, and a null that is left out."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, FastAPI, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

GENRES = ("crime", "poetry", "arts & crafts")
books = [{"id": number, "title": f"Book {number}", "genre": GENRES[number % 3]} for number in range(1, 26)]
highest = 25
router = APIRouter(prefix="/books")


class Wanted(BaseModel):
    genre: str | None = None
    limit: int = Field(10, gt=0, lt=101)
    offset: int = Field(0, gt=-1)

    def at(self, offset: int) -> str:
        return "?" + urlencode(self.model_copy(update={"offset": offset}).model_dump(exclude_none=True))


class NewBook(BaseModel):
    title: str
    genre: str


@router.get("")
async def read(wanted: Annotated[Wanted, Query()]):
    found = [book for book in books if wanted.genre is None or wanted.genre == book["genre"]]
    end = wanted.offset + wanted.limit
    body = {"total": len(found), "items": found[wanted.offset : end]}
    if end < len(found):
        body["next"] = wanted.at(end)
    if wanted.offset:
        body["previous"] = wanted.at(max(0, wanted.offset - wanted.limit))
    return JSONResponse(body)


@router.post("", status_code=201)
async def add(new: list[NewBook]):
    global highest
    added = []
    for book in new:
        highest += 1
        added.append({"id": highest, **book.model_dump()})
    books.extend(added)
    return added


@router.delete("/{number}", status_code=204)
async def remove(number: int):
    for book in books:
        if book["id"] == number:
            return books.remove(book)
    raise HTTPException(404)


app = FastAPI()
app.include_router(router)
