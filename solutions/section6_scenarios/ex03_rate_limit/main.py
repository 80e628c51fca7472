"""6.3 Rate limit: so many requests a minute for each client, and headers that say how many are left."""

import os
import time
from math import ceil

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse
from limits import RateLimitItemPerMinute
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from starlette.middleware.base import RequestResponseEndpoint

LIMIT = RateLimitItemPerMinute(int(os.environ.get("RATE_LIMIT", "5")))
COUNTED_IN = os.environ.get("REDIS_URL") or "memory://"

QUOTES = {1: "Simplicity is prerequisite for reliability.", 2: "Premature optimization is the root of all evil."}

app = FastAPI(title="Quotes")
limiter = FixedWindowRateLimiter(storage_from_string(COUNTED_IN))


def take(client: str) -> tuple[bool, dict[str, str]]:
    """Count one request of `client`: whether it is let in, and the headers that tell how things stand."""
    allowed = limiter.hit(LIMIT, client)
    window = limiter.get_window_stats(LIMIT, client)
    seconds = str(max(1, ceil(window.reset_time - time.time())))
    headers = {
        "X-RateLimit-Limit": str(LIMIT.amount),
        "X-RateLimit-Remaining": str(window.remaining),
        "X-RateLimit-Reset": seconds,
    }
    return allowed, headers if allowed else {**headers, "Retry-After": seconds}


@app.middleware("http")  # a dependency's headers would be lost on a 404
async def limit_rate(request: Request, call_next: RequestResponseEndpoint) -> Response:
    if request.url.path == "/health":
        return await call_next(request)
    client = request.client.host if request.client else "unknown"
    allowed, headers = await run_in_threadpool(take, client)  # the event loop does not wait for Redis
    response = await call_next(request) if allowed else JSONResponse({"detail": "too many requests"}, 429)
    response.headers.update(headers)
    return response


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
