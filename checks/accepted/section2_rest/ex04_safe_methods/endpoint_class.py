"""Starlette's HTTPEndpoint: one class is the resource, so HEAD and `Allow` come from its methods."""

from fastapi import FastAPI, HTTPException
from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

ARTICLES = [
    {"id": 1, "title": "On tea", "views": 41},
    {"id": 2, "title": "On the roasting of coffee", "views": 7},
]


def find(request: Request) -> dict[str, object]:
    for article in ARTICLES:
        if str(article["id"]) == request.path_params["id"]:
            return article
    raise HTTPException(404, "unknown article")


class Article(HTTPEndpoint):
    async def get(self, request: Request) -> Response:
        return JSONResponse(find(request))

    async def options(self, request: Request) -> Response:
        return Response(status_code=204, headers={"Allow": ", ".join(self._allowed_methods)})


class Views(HTTPEndpoint):
    async def post(self, request: Request) -> Response:
        find(request)["views"] += 1
        return Response(status_code=204)


app = FastAPI()
app.add_route("/articles/{id}", Article)
app.add_route("/articles/{id}/views", Views)
