"""2.4 Safe methods: GET, HEAD and OPTIONS that change nothing, and a 405 that says what is allowed."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response, status
from pydantic import BaseModel


class Article(BaseModel):
    id: int
    title: str
    views: int


ARTICLES = {
    1: Article(id=1, title="On tea", views=41),
    2: Article(id=2, title="On the roasting of coffee", views=7),
}
PATH = "/articles/{article_id}"
SAFE = ["GET", "HEAD", "OPTIONS"]

app = FastAPI(title="Articles")


def known_article(article_id: int) -> Article:
    if article_id not in ARTICLES:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no article {article_id}")
    return ARTICLES[article_id]


KnownArticle = Annotated[Article, Depends(known_article)]


# The inner decorator registers first: its one route takes every request, and its 405 names all three methods. The outer
# one only shows GET in /docs, where a route of three methods would give three operations the same id.
@app.get(PATH, response_model=Article)
@app.api_route(PATH, methods=SAFE, response_model=Article, include_in_schema=False)
def read_article(article: KnownArticle, request: Request) -> Article | Response:
    if request.method == "OPTIONS":
        return Response(status_code=status.HTTP_204_NO_CONTENT, headers={"Allow": ", ".join(SAFE)})
    return article  # to HEAD as well: the server sends the headers and leaves out the body


@app.post(f"{PATH}/views", status_code=status.HTTP_204_NO_CONTENT)
def count_view(article: KnownArticle) -> None:
    article.views += 1
