"""A pair that anybody can read: microseconds and id, with a checksum of the topic; equal times by rising id; async."""

import re
from datetime import UTC, datetime, timedelta
from zlib import crc32

from fastapi import APIRouter, FastAPI, HTTPException, Query
from pydantic import AwareDatetime, BaseModel

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
router = APIRouter(prefix="/posts")
posts: list[dict] = [
    {
        "id": n,
        "text": f"Post {n}",
        "topic": ("tea", "coffee")[n % 2],
        "created_at": datetime(2024, 5, 1, 9, n // 2, tzinfo=UTC),
    }
    for n in range(1, 13)
]


class NewPost(BaseModel):
    text: str
    topic: str
    created_at: AwareDatetime | None = None


def place(post):
    return (EPOCH - post["created_at"]) // timedelta(microseconds=1), post["id"]


def check(topic):
    return "whole" if topic is None else str(crc32(topic.encode()))


@router.get("")
async def feed(limit: int = Query(10, ge=1, le=100), cursor: str | None = None, topic: str | None = None):
    wanted = sorted((post for post in posts if not topic or post["topic"] == topic), key=place)
    if cursor is not None:
        match = re.fullmatch(r"(-?[0-9]{1,18})_([0-9]{1,9})_(\w+)", cursor, re.ASCII)
        if not match or match[3] != check(topic):
            raise HTTPException(400, {"cursor": "unknown"})
        wanted = [post for post in wanted if place(post) > (int(match[1]), int(match[2]))]
    items = wanted[:limit]
    body: dict = {"items": items}
    if wanted[limit:]:
        time, number = place(items[-1])
        body["next_cursor"] = f"{time}_{number}_{check(topic)}"
    return body


@router.post("", status_code=201)
async def publish(new: list[NewPost]):
    start = max((post["id"] for post in posts), default=0)
    added = [{"id": start + n, **post.model_dump()} for n, post in enumerate(new, 1)]
    for post in added:
        post["created_at"] = post["created_at"] or datetime.now(UTC)
    posts.extend(added)
    return added


@router.delete("/{number}", status_code=204)
async def withdraw(number: int):
    rest = [post for post in posts if post["id"] != number]
    if len(rest) == len(posts):
        raise HTTPException(404)
    posts[:] = rest


app = FastAPI()
app.include_router(router)
