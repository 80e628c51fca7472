"""2.4 Safe methods. The task is in README.md."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class Article(BaseModel):
    id: int
    title: str
    views: int


ARTICLES = {
    1: Article(id=1, title="On tea", views=41),
    2: Article(id=2, title="On the roasting of coffee", views=7),
}

app = FastAPI(title="Articles")


def known_article(article_id: int) -> Article:
    if article_id not in ARTICLES:
        raise HTTPException(404, f"there is no article {article_id}")
    return ARTICLES[article_id]


# TODO: this route should also serve HEAD and OPTIONS, and its 405 should name all three methods.
@app.get("/articles/{article_id}")
def read_article(article_id: int) -> Article:
    article = known_article(article_id)
    article.views += 1  # TODO: a GET must not change anything.
    return article


@app.post("/articles/{article_id}/views")
def count_view(article_id: int) -> None:
    # TODO: count the view here; there is nothing to send back.
    raise HTTPException(501, "not written yet")
