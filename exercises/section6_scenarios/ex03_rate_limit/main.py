"""6.3 Rate limit. The task is in README.md."""

import os

from fastapi import FastAPI, HTTPException, Request, Response
from limits import RateLimitItemPerMinute
from starlette.middleware.base import RequestResponseEndpoint

LIMIT = RateLimitItemPerMinute(int(os.environ.get("RATE_LIMIT", "5")))
COUNTED_IN = os.environ.get("REDIS_URL") or "memory://"

QUOTES = {1: "Simplicity is prerequisite for reliability.", 2: "Premature optimization is the root of all evil."}

app = FastAPI(title="Quotes")
# TODO: `limits` counts with a strategy over a storage. Which strategy do you want, and where does it count?


@app.middleware("http")
async def limit_rate(request: Request, call_next: RequestResponseEndpoint) -> Response:
    # TODO: who asks, and for what? Count it, then let it in or refuse it; either way say how things stand.
    return await call_next(request)


# What follows needs no change.


@app.get("/quotes")
def list_quotes() -> dict[int, str]:
    return QUOTES


@app.get("/quotes/{number}")
def read_quote(number: int) -> str:
    if number not in QUOTES:
        raise HTTPException(404, f"there is no quote {number}")
    return QUOTES[number]


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "up"}
