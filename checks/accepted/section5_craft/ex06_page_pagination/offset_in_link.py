"""Links that say where to start instead of which page, to a route that understands both; a JSONResponse by hand."""

from urllib.parse import quote

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field


class Photo(BaseModel):
    id: int = 0
    title: str
    album: str


class Wanted(BaseModel):
    page: int = Field(1, ge=1)
    page_size: int = Field(10, ge=1, le=100)


SHELF = [Photo(id=n, title=f"Photo {n}", album=["Rome", "Mum & Dad", "Łódź"][n % 3]) for n in range(1, 25)]
LAST = [24]
app = FastAPI()


def list_photos(page: str = "1", page_size: str = "10", start: int | None = None, album: str | None = None):
    try:
        wanted = Wanted.model_validate({"page": page, "page_size": page_size})
    except ValueError as error:
        raise HTTPException(422, "page from 1, page_size from 1 to 100") from error
    size = wanted.page_size
    start = (wanted.page - 1) * size if start is None else start
    rows = [photo for photo in SHELF if photo.album == album] if album is not None else SHELF
    whole, rest = divmod(len(rows), size)
    pages = whole + bool(rest)
    starts = {"first": 0, "last": max(pages - 1, 0) * size}
    if start > 0:
        starts["prev"] = start - size
    if start + size < len(rows):
        starts["next"] = start + size
    of_album = "" if album is None else f"&album={quote(album)}"
    link = ",".join(f'</photos?start={at}&page_size={size}{of_album}>;rel="{rel}"' for rel, at in starts.items())
    body = {
        "items": [photo.model_dump() for photo in rows[start : start + size]],
        "page": start // size + 1,
        "page_size": size,
        "pages": pages,
    }
    return JSONResponse(body, headers={"link": link})


def add_photos(new: list[Photo]):
    for photo in new:
        LAST[0] += 1
        photo.id = LAST[0]
    SHELF.extend(new)
    return new


def delete_photo(number: int):
    kept = [photo for photo in SHELF if photo.id != number]
    if len(kept) == len(SHELF):
        raise HTTPException(404)
    SHELF[:] = kept


app.add_api_route("/photos", list_photos)
app.add_api_route("/photos", add_photos, methods=["POST"], status_code=201)
app.add_api_route("/photos/{number}", delete_photo, methods=["DELETE"])
