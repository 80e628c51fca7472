"""One dependency for each place; the body as a union; old-style defaults; the answer as bytes with a charset."""

import json
from typing import Annotated, Union

from fastapi import Body, Depends, FastAPI, Header, Query, Request, Response

app = FastAPI()


def first_line(request: Request) -> dict:
    path = str(request.url).removeprefix(str(request.base_url)).partition("?")[0]
    return {"method": request.scope["method"], "path": "/" + path}


def query(q: str | None = Query(None), tag: list[str] | None = Query(None)) -> dict:  # noqa: B008
    return {"q": q, "tag": tag or []}


def headers(
    agent: Annotated[str | None, Header(alias="User-Agent")] = None,
    number: Annotated[str | None, Header(alias="X-Request-ID")] = None,
) -> dict:
    return {"user_agent": agent, "x_request_id": number}


@app.post("/inspect/{item_id}")
def inspect(
    item_id: int,
    body: Annotated[Union[dict, list, str], Body()],  # noqa: UP007
    parts: Annotated[dict, Depends(first_line)],
    asked: Annotated[dict, Depends(query)],
    sender: Annotated[dict, Depends(headers)],
) -> Response:
    report = parts | asked | sender | {"item_id": item_id, "body": body}
    return Response(json.dumps(report), media_type="application/json; charset=utf-8")
