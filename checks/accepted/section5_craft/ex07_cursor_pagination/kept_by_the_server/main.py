"""Cursors that say nothing at all: random names under which the server keeps the place; in two files."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import uuid4

from fastapi import Depends, FastAPI, HTTPException, Query
from store import NewPost, Store

app = FastAPI()
store = Store()
store.add(
    NewPost(text=f"Post {n}", topic=["tea", "coffee"][n % 2], created_at=datetime(2024, 5, 1, 9, n // 2, tzinfo=UTC))
    for n in range(1, 13)
)
places: dict[str, tuple[str | None, tuple]] = {}


def place_of(cursor: str | None = None, topic: str | None = None):
    if cursor is None:
        return None
    of, place = places.get(cursor, (None, None))
    if place is None or of != topic:
        raise HTTPException(status_code=400, detail=["cursor"])
    return place


@app.get("/posts")
def list_posts(
    place: Annotated[tuple | None, Depends(place_of)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    topic: str | None = None,
):
    items, more = store.after(place, topic, limit)
    if not more:
        return {"items": items}
    name = uuid4().hex
    places[name] = topic, store.place(items[-1])
    return {"items": items, "next_cursor": name}


@app.post("/posts", status_code=201)
def add_posts(new: list[NewPost]):
    return store.add(new)


@app.delete("/posts/{number}", status_code=204)
def delete_post(number: int):
    if not store.remove(number):
        raise HTTPException(404)
