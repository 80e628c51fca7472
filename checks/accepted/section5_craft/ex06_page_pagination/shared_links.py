"""SQL; two relations in one link where both lead to the same page; absolute links by `url_for`, set by a middleware."""

import sqlite3
from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Query, Request
from pydantic import BaseModel

database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
database.row_factory = sqlite3.Row
database.execute("CREATE TABLE photo (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, album TEXT)")
for number in range(1, 25):
    values = [f"Photo {number}", ("Rome", "Mum & Dad", "Łódź")[number % 3]]
    database.execute("INSERT INTO photo (title, album) VALUES (?, ?)", values)

app = FastAPI()


class NewPhoto(BaseModel):
    title: str
    album: str


@app.middleware("http")
async def links(request: Request, call_next):
    response = await call_next(request)
    if relations := getattr(request.state, "relations", None):
        response.headers["Link"] = ", ".join(f'<{url}>; rel="{" ".join(rels)}"' for url, rels in relations.items())
    return response


@app.get("/photos")
def photos(
    request: Request,
    page: Annotated[int, Query(ge=1)] = 1,
    page_size: Annotated[int, Query(ge=1, le=100)] = 10,
    album: Annotated[str | None, Query()] = None,
):
    which, values = ("true", []) if album is None else ("album = ?", [album])
    (total,) = database.execute(f"SELECT count(*) FROM photo WHERE {which}", values).fetchone()
    pages = -(-total // page_size)
    rows = database.execute(
        f"SELECT * FROM photo WHERE {which} ORDER BY id LIMIT ? OFFSET ?",
        [*values, page_size, page * page_size - page_size],
    )
    relations: dict[str, list[str]] = {}
    for rel, target in {"first": 1, "prev": min(page - 1, pages), "next": page + 1, "last": pages}.items():
        if 0 < target <= pages:
            kept = {} if album is None else {"album": album}
            url = request.url_for("photos").include_query_params(**kept, page_size=page_size, page=target)
            relations.setdefault(str(url), []).append(rel)
    request.state.relations = relations
    return {"items": [dict(row) for row in rows], "page": page, "page_size": page_size, "pages": pages, "total": total}


@app.post("/photos", status_code=201)
def add(new: list[NewPhoto]):
    insert = "INSERT INTO photo (title, album) VALUES (:title, :album) RETURNING *"
    return [dict(database.execute(insert, photo.model_dump()).fetchone()) for photo in new]


@app.delete("/photos/{number}", status_code=204)
def delete(number: Annotated[int, Path()]):
    if not database.execute("DELETE FROM photo WHERE id = ?", [number]).rowcount:
        raise HTTPException(404)
