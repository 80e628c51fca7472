"""HEAD becomes GET in an ASGI middleware, on a copy of the scope; OPTIONS and `Allow` are an http middleware's."""

import re

from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import BaseModel


class Article(BaseModel):
    id: int
    title: str
    views: int


articles = {
    "1": Article(id=1, title="On tea", views=41),
    "2": Article(id=2, title="On the roasting of coffee", views=7),
}
app = FastAPI()


@app.get("/articles/{key}")
def read(key: str) -> Article:
    if article := articles.get(key):
        return article
    raise HTTPException(404)


@app.post("/articles/{key}/views", status_code=204)
def count(key: str) -> None:
    seen = read(key)
    articles[key] = seen.model_copy(update={"views": seen.views + 1})


@app.middleware("http")
async def say_what_is_allowed(request: Request, call_next):
    if not re.fullmatch("/articles/[^/]+", request.url.path):
        return await call_next(request)
    asked = request.method == "OPTIONS"
    response = Response() if asked else await call_next(request)
    if asked or response.status_code == 405:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


class HeadAsGet:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["method"] == "HEAD":
            scope = {**scope, "method": "GET"}
        await self.app(scope, receive, send)


app.add_middleware(HeadAsGet)
