"""5.7 Cursor pagination: the next page begins after the sort key of the last post, wherever that is by now."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query
from pydantic import AwareDatetime, BaseModel, Field


class NewPost(BaseModel):
    text: str
    topic: str
    created_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))


class Post(NewPost):
    id: int


class Page(BaseModel):
    items: list[Post]
    next_cursor: str | None


TOPICS = ("tea", "coffee")
MORNING = datetime(2024, 5, 1, 9, tzinfo=UTC)
POSTS = {
    # Two posts a minute.
    n: Post(id=n, text=f"Post {n}", topic=TOPICS[n % 2], created_at=MORNING + timedelta(minutes=n // 2))
    for n in range(1, 13)
}
next_id = count(max(POSTS) + 1)

app = FastAPI(title="Feed")


class Position(BaseModel):
    """Where a page ended, in values: the post itself may be gone when the client comes back."""

    created_at: AwareDatetime
    id: int
    topic: str | None

    def encoded(self) -> str:
        return urlsafe_b64encode(self.model_dump_json().encode()).decode()


def position_of(cursor: str) -> Position:
    try:
        return Position.model_validate_json(urlsafe_b64decode(cursor))
    except ValueError:  # no base64, no JSON, or no position
        raise HTTPException(400, "this cursor cannot be read") from None


def sort_key(row: Post | Position) -> tuple[datetime, int]:
    return row.created_at, row.id  # the id makes the order unique


@app.get("/posts")
def list_posts(
    limit: Annotated[int, Query(ge=1, le=100)] = 10, cursor: str | None = None, topic: str | None = None
) -> Page:
    found = [post for post in POSTS.values() if topic in (None, post.topic)]
    if cursor is not None:
        position = position_of(cursor)
        if position.topic != topic:
            raise HTTPException(400, "this cursor belongs to another topic")
        found = [post for post in found if sort_key(post) < sort_key(position)]
    items = sorted(found, key=sort_key, reverse=True)[:limit]
    next_cursor = None
    if len(found) > limit:
        next_cursor = Position(created_at=items[-1].created_at, id=items[-1].id, topic=topic).encoded()
    return Page(items=items, next_cursor=next_cursor)


@app.post("/posts", status_code=201)
def add_posts(new: list[NewPost]) -> list[Post]:
    """Given: a post may bring its own time, later or earlier than all others."""
    added = [Post(id=next(next_id), **post.model_dump()) for post in new]
    POSTS.update({post.id: post for post in added})
    return added


@app.delete("/posts/{post_id}", status_code=204)
def delete_post(post_id: int) -> None:
    """Given."""
    if POSTS.pop(post_id, None) is None:
        raise HTTPException(404, f"there is no post {post_id}")
