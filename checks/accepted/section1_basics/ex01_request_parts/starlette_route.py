"""No FastAPI route: a Starlette one that parses the raw scope, Pydantic used by hand, `errors` instead of `detail`."""

from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import TypeAdapter, ValidationError

app = FastAPI()


async def inspect(request: Request) -> JSONResponse:
    query = parse_qs(request.scope["query_string"].decode(), keep_blank_values=True)
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.scope["headers"]}
    try:
        item_id = TypeAdapter(int).validate_python(request.path_params["item_id"])
        body = TypeAdapter(Any).validate_json(await request.body())
    except ValidationError as error:
        return JSONResponse({"errors": [fault["msg"] for fault in error.errors()]}, 422)
    report = {
        "method": request.method,
        "path": request.scope["raw_path"].decode(),
        "item_id": item_id,
        "q": query.get("q", [None])[0],
        "tag": query.get("tag", []),
        "user_agent": headers.get("user-agent"),
        "x_request_id": headers.get("x-request-id"),
        "body": body,
    }
    return JSONResponse(report)


app.router.add_route("/inspect/{item_id}", inspect, methods=["POST"])
