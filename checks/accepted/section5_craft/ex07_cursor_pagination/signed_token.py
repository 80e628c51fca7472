"""A signed cursor, a JWT of PyJWT: whatever was changed in it is refused; the list is kept in its order."""

from bisect import insort
from datetime import UTC, datetime
from itertools import islice
from secrets import token_hex
from typing import Annotated

import jwt
from fastapi import FastAPI, HTTPException, Query
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, Field, TypeAdapter

SECRET = token_hex(32)
app = FastAPI()


class Post(BaseModel):
    id: int = 0
    text: str
    topic: str
    created_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))


def newest_first(post: Post):
    return -post.created_at.timestamp(), -post.id


feed: list[Post] = []
numbers = iter(range(1, 10**9))


async def publish(new: list[Post]):
    for post in new:
        post.id = next(numbers)
        insort(feed, post, key=newest_first)
    return new


async def withdraw(number: int):
    for place, post in enumerate(feed):
        if post.id == number:
            return feed.pop(place)
    raise HTTPException(404, "no such post")


def read(cursor: str, topic: str | None) -> tuple[float, int]:
    claims = jwt.decode(cursor, SECRET, algorithms=["HS256"], options={"require": ["after", "topic"]})
    if claims["topic"] != ["all"] + [topic] * (topic is not None):
        raise jwt.InvalidTokenError("of another topic")
    return tuple(claims["after"])


async def list_posts(
    limit: Annotated[int, Query(gt=0, le=100)] = 10, cursor: str | None = None, topic: str | None = None
):
    try:
        after = read(cursor, topic) if cursor is not None else (float("-inf"), 0)
    except jwt.InvalidTokenError as error:
        return JSONResponse({"detail": str(error)}, 400)
    rest = (post for post in feed if newest_first(post) > after and topic in (None, post.topic))
    items = list(islice(rest, limit))
    following = None
    if next(rest, None):
        claims = {"after": newest_first(items[-1]), "topic": ["all"] + [topic] * (topic is not None)}
        following = jwt.encode(claims, SECRET, "HS256")
    body = {"next_cursor": following, "items": items}
    return JSONResponse(TypeAdapter(dict[str, str | None | list[Post]]).dump_python(body, mode="json"))


app.add_api_route("/posts", list_posts)
app.add_api_route("/posts", publish, methods=["POST"], status_code=201)
app.add_api_route("/posts/{number}", withdraw, methods=["DELETE"])

for n in range(1, 13):
    at = datetime(2024, 5, 1, 9, n // 2, tzinfo=UTC)
    insort(
        feed, Post(id=next(numbers), text=f"Post {n}", topic=["tea", "coffee"][n % 2], created_at=at), key=newest_first
    )
