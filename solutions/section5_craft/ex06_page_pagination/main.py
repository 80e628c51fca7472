"""5.6 Page pagination: numbers for people in the body, links for programs in a header."""

from itertools import count
from math import ceil
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request, Response
from pydantic import BaseModel


class NewPhoto(BaseModel):
    title: str
    album: str


class Photo(NewPhoto):
    id: int


class Page(BaseModel):
    items: list[Photo]
    page: int
    page_size: int
    pages: int


ALBUMS = ("Rome", "Mum & Dad", "Łódź")
PHOTOS = {number: Photo(id=number, title=f"Photo {number}", album=ALBUMS[number % 3]) for number in range(1, 25)}
next_id = count(max(PHOTOS) + 1)

app = FastAPI(title="Photos")


@app.get("/photos")
def list_photos(
    request: Request,
    response: Response,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 10,
    album: str | None = None,
) -> Page:
    found = [photo for photo in PHOTOS.values() if album in (None, photo.album)]
    pages = ceil(len(found) / page_size)
    start = (page - 1) * page_size

    targets = {"first": 1, "last": max(pages, 1)}  # an empty set has a first page to look at, but no pages
    if page > 1:
        targets["prev"] = page - 1
    if page < pages:
        targets["next"] = page + 1
    address = request.url.include_query_params
    links = [f'<{address(page=number, page_size=page_size)}>; rel="{rel}"' for rel, number in targets.items()]
    response.headers["Link"] = ", ".join(links)

    return Page(items=found[start : start + page_size], page=page, page_size=page_size, pages=pages)


@app.post("/photos", status_code=201)
def add_photos(new: list[NewPhoto]) -> list[Photo]:
    """Given: the new photos get the highest ids."""
    added = [Photo(id=next(next_id), **photo.model_dump()) for photo in new]
    PHOTOS.update({photo.id: photo for photo in added})
    return added


@app.delete("/photos/{photo_id}", status_code=204)
def delete_photo(photo_id: int) -> None:
    """Given."""
    if PHOTOS.pop(photo_id, None) is None:
        raise HTTPException(404, f"there is no photo {photo_id}")
