"""The posts, and the order in which they are read."""

from collections.abc import Iterable
from datetime import UTC, datetime

from pydantic import AwareDatetime, BaseModel, Field


class NewPost(BaseModel):
    text: str
    topic: str
    created_at: AwareDatetime = Field(default_factory=lambda: datetime.now(UTC))


class Post(NewPost):
    id: int


class Store:
    def __init__(self):
        self.posts: dict[int, Post] = {}
        self.last = 0

    @staticmethod
    def place(post):
        return post.created_at, -post.id

    def add(self, new: Iterable[NewPost]):
        added = []
        for post in new:
            self.last += 1
            self.posts[self.last] = Post(id=self.last, **dict(post))
            added.append(self.posts[self.last])
        return added

    def remove(self, number):
        return self.posts.pop(number, None)

    def after(self, place, topic, limit):
        posts = (post for post in self.posts.values() if topic is None or post.topic == topic)
        rest = sorted((p for p in posts if place is None or self.place(p) < place), key=self.place)[::-1]
        return rest[:limit], len(rest) > limit
