"""5.7 Cursor pagination. The task is in README.md."""

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


# TODO: what does a cursor hold? Write how it is made, and how it is read when it comes back damaged.


@app.get("/posts")
def list_posts(
    limit: Annotated[int, Query(ge=1, le=100)] = 10, cursor: str | None = None, topic: str | None = None
) -> Page:
    # TODO: the posts of this topic, newest first, those after the cursor, and no more than a page of them.
    # TODO: a cursor for the next page, if there is one.
    raise HTTPException(501, "not written yet")


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
