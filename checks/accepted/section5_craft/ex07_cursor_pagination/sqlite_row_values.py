"""SQL: one condition on a pair of columns that an index serves; a packed cursor without padding; one row too many."""

import sqlite3
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel

database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
database.execute("CREATE TABLE post (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT, topic TEXT, micros INTEGER)")
database.execute("CREATE INDEX by_time ON post (micros, id)")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORM = struct.Struct(">qq8s")


class NewPost(BaseModel):
    text: str
    topic: str
    created_at: AwareDatetime | None = None

    def stored(self):
        time = (self.created_at or datetime.now(UTC)) - EPOCH
        insert = "INSERT INTO post (text, topic, micros) VALUES (?, ?, ?) RETURNING id, text, topic, micros"
        return shown(database.execute(insert, [self.text, self.topic, time // timedelta(microseconds=1)]).fetchone())


def shown(row):
    number, text, topic, micros = row
    return {"id": number, "text": text, "topic": topic, "created_at": EPOCH + timedelta(microseconds=micros)}


def digest(topic):
    return sha256(repr(topic).encode()).digest()[:8]


class BrokenCursor(Exception):
    pass


def after(cursor: str | None = None, topic: str | None = None):
    if cursor is None:
        return None
    try:
        micros, number, of = FORM.unpack(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (struct.error, ValueError) as error:
        raise BrokenCursor from error
    if of != digest(topic):
        raise BrokenCursor
    return micros, number


app = FastAPI()


@app.exception_handler(BrokenCursor)
def broken(request, error):
    return JSONResponse({"detail": "broken cursor"}, 400)


@app.get("/posts")
def list_posts(
    place: Annotated[tuple[int, int] | None, Depends(after)],
    limit: Annotated[int, Query(ge=1, le=100)] = 10,
    topic: str | None = None,
):
    conditions, values = ["true"], []
    if topic is not None:
        conditions, values = [*conditions, "topic = ?"], [*values, topic]
    if place is not None:
        conditions, values = [*conditions, "(micros, id) < (?, ?)"], [*values, *place]
    query = f"SELECT id, text, topic, micros FROM post WHERE {' AND '.join(conditions)} ORDER BY micros DESC, id DESC LIMIT ?"
    rows = database.execute(query, [*values, limit + 1]).fetchall()
    cursor = None
    if len(rows) > limit:
        last = rows[limit - 1]
        cursor = urlsafe_b64encode(FORM.pack(last[3], last[0], digest(topic))).rstrip(b"=").decode()
    return {"items": [shown(row) for row in rows[:limit]], "next_cursor": cursor}


@app.post("/posts", status_code=201)
def add_posts(new: list[NewPost]):
    return [post.stored() for post in new]


@app.delete("/posts/{number}", status_code=204)
def delete_post(number: int):
    if not database.execute("DELETE FROM post WHERE id = ?", [number]).rowcount:
        raise HTTPException(404)


for n in range(1, 13):
    time = datetime(2024, 5, 1, 9, n // 2, tzinfo=UTC)
    NewPost(text=f"Post {n}", topic=("tea", "coffee")[n % 2], created_at=time).stored()
