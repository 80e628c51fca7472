"""1.1 Request parts: every part of a request, asked for where it travels."""

from typing import Annotated

from fastapi import Body, FastAPI, Header, Query, Request
from pydantic import BaseModel, JsonValue


class Report(BaseModel):
    method: str
    path: str
    item_id: int
    q: str | None
    tag: list[str]
    user_agent: str | None
    x_request_id: str | None
    body: JsonValue


app = FastAPI(title="Inspect")


@app.post("/inspect/{item_id}")
def inspect(
    request: Request,
    item_id: int,
    body: Annotated[JsonValue, Body()],  # no default: null is a body, nothing is none
    tag: Annotated[list[str], Query(default_factory=list)],
    q: str | None = None,
    user_agent: Annotated[str | None, Header()] = None,
    x_request_id: Annotated[str | None, Header()] = None,
) -> Report:
    return Report(
        method=request.method,
        path=request.url.path,
        item_id=item_id,
        q=q,
        tag=tag,
        user_agent=user_agent,
        x_request_id=x_request_id,
        body=body,
    )
