"""A header field for each link, relative, `rel` without quotes and not in front; no ceil; a router with a dependency."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Response
from pydantic import BaseModel

ALBUMS = ("Rome", "Mum & Dad", "Łódź")
photos = [{"album": ALBUMS[number % 3], "id": number, "title": f"Photo {number}"} for number in range(1, 25)]
router = APIRouter()


class NewPhoto(BaseModel):
    title: str
    album: str


async def pager(response: Response, page: int = Query(1, gt=0), page_size: int = Query(10, gt=0, lt=101)):
    def paged(rows, **kept):
        pages = (len(rows) + page_size - 1) // page_size
        targets = [("last", pages), ("next", page + 1), ("prev", page - 1), ("first", 1)]
        for rel, number in targets:
            if 1 <= number <= pages:
                query = urlencode({"page": number, "page_size": page_size, **kept})
                response.headers.append("Link", f"<?{query}>; title=p{number}; rel={rel}")
        begin = page_size * page - page_size
        return {"pages": pages, "page": page, "page_size": page_size, "items": rows[begin:][:page_size]}

    return paged


@router.get("/photos")
async def read(paged: Annotated[object, Depends(pager)], album: str | None = None):
    if album is None:
        return paged(photos)
    return paged([photo for photo in photos if photo["album"] == album], album=album)


@router.post("/photos", status_code=201)
async def add(new: list[NewPhoto]):
    first = max((photo["id"] for photo in photos), default=0) + 1
    added = [{"id": first + place, **photo.model_dump()} for place, photo in enumerate(new)]
    photos.extend(added)
    return added


@router.delete("/photos/{number}")
async def remove(number: int):
    for photo in photos:
        if photo["id"] == number:
            photos.remove(photo)
            return {"deleted": number}
    raise HTTPException(404)


app = FastAPI()
app.include_router(router)
