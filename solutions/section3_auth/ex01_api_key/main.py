"""3.1 API key: each route says where a key may stand; whether it is a good one is decided in one place."""

import os
from secrets import compare_digest
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response, Security, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader, APIKeyQuery
from pydantic import BaseModel


class Report(BaseModel):
    title: str
    pages: int


REPORTS = [Report(title="Sales", pages=12), Report(title="Returns", pages=3)]

own_header = APIKeyHeader(name="X-API-Key", scheme_name="X-API-Key", auto_error=False)
authorization_header = APIKeyHeader(name="Authorization", scheme_name="Authorization", auto_error=False)
query = APIKeyQuery(name="api_key", scheme_name="api_key", auto_error=False)


def keys_in(variable: str) -> list[bytes]:
    # "".split(",") is [""]: without the condition, an empty variable would hold the empty key.
    return [key.encode() for key in os.environ.get(variable, "").split(",") if key]


API_KEYS = keys_in("API_KEYS")
SUSPENDED_KEYS = keys_in("SUSPENDED_KEYS")


def key_in_header(
    own: Annotated[str | None, Security(own_header)],
    authorization: Annotated[str | None, Security(authorization_header)],
) -> str:
    scheme, _, credentials = (authorization or "").partition(" ")
    return own or (credentials.strip() if scheme.lower() == "api-key" else "")


def require_key(key: Annotated[str, Depends(key_in_header)]) -> None:
    # compare_digest takes equally long for a near miss; of text beyond ASCII it compares only the bytes.
    if any(compare_digest(key.encode(), known) for known in SUSPENDED_KEYS):
        raise HTTPException(status.HTTP_403_FORBIDDEN, "this key is suspended")
    if not any(compare_digest(key.encode(), known) for known in API_KEYS):
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "an API key is needed", {"WWW-Authenticate": "Api-Key"})


def require_key_maybe_in_url(
    in_header: Annotated[str, Depends(key_in_header)], in_url: Annotated[str | None, Security(query)]
) -> None:
    require_key(in_header or in_url or "")


app = FastAPI(title="Reports", redirect_slashes=False)  # a redirect to /feed would repeat the URL, key and all


@app.exception_handler(RequestValidationError)
async def answer_invalid_request(request: Request, error: RequestValidationError) -> Response:
    # FastAPI's own 422 also holds `input`: whatever was sent, secrets included.
    detail = [{part: fault[part] for part in ("type", "loc", "msg")} for fault in error.errors()]
    return JSONResponse({"detail": detail}, status_code=422)


@app.get("/reports", dependencies=[Depends(require_key)])
def read_reports() -> list[Report]:
    return REPORTS


@app.post("/reports", status_code=status.HTTP_201_CREATED, dependencies=[Depends(require_key)])
def add_report(new: Report) -> Report:
    REPORTS.append(new)
    return new


@app.get("/feed", dependencies=[Depends(require_key_maybe_in_url)])
def read_feed() -> list[Report]:
    return REPORTS


@app.get("/health")
def read_health() -> dict[str, str]:
    return {"status": "ok"}
