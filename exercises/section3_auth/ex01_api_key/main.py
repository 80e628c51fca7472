"""3.1 API key. The task is in README.md."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response, Security
from fastapi.exception_handlers import request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.security import APIKeyHeader, APIKeyQuery
from pydantic import BaseModel


class Report(BaseModel):
    title: str
    pages: int


REPORTS = [Report(title="Sales", pages=12), Report(title="Returns", pages=3)]

# The three places, as dependencies. Each gives the text that stands there, or None.
own_header = APIKeyHeader(name="X-API-Key", scheme_name="X-API-Key", auto_error=False)
authorization_header = APIKeyHeader(name="Authorization", scheme_name="Authorization", auto_error=False)
query = APIKeyQuery(name="api_key", scheme_name="api_key", auto_error=False)

# TODO: read both lists of keys from the environment. What is in such a list when the variable is empty?


def key_in_header(
    own: Annotated[str | None, Security(own_header)],
    authorization: Annotated[str | None, Security(authorization_header)],
) -> str:
    """The key that the client sent in one of the two headers; an empty text if it sent none."""
    # TODO: `Authorization` holds a scheme as well.
    return own or ""


def require_key(key: Annotated[str, Depends(key_in_header)]) -> None:
    """Let good keys pass, and answer all others."""
    # TODO: this is the judge. A route that needs a key names it.
    raise HTTPException(501, "not written yet")


# TODO: one route takes the key in the URL as well, and wants the same judge.

app = FastAPI(title="Reports", redirect_slashes=False)  # a redirect to /feed would repeat the URL, key and all


@app.exception_handler(RequestValidationError)
async def answer_invalid_request(request: Request, error: RequestValidationError) -> Response:
    # TODO: this is FastAPI's own 422. It repeats what it was sent.
    return await request_validation_exception_handler(request, error)


@app.get("/reports")
def read_reports() -> list[Report]:
    # TODO: for callers with a key in one of the headers.
    raise HTTPException(501, "not written yet")


@app.post("/reports", status_code=201)
def add_report(new: Report) -> Report:
    # TODO: for the same callers.
    raise HTTPException(501, "not written yet")


@app.get("/feed")
def read_feed() -> list[Report]:
    # TODO: the same list; here, and only here, the key may stand in the URL as well.
    raise HTTPException(501, "not written yet")


@app.get("/health")
def read_health() -> dict[str, str]:
    # TODO: a load balancer asks this, and has no key.
    raise HTTPException(501, "not written yet")
