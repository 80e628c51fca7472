"""A moving window, counted by a dependency of the router; an ASGI middleware only adds the headers; 429 is raised."""

import math
import os
import time
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Request
from limits import parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import MutableHeaders

PER_MINUTE = parse(f"{os.environ.get('RATE_LIMIT', '5')} per 1 minute")
redis_url = os.environ.get("REDIS_URL")
strategy = MovingWindowRateLimiter(RedisStorage(redis_url) if redis_url else MemoryStorage())
QUOTES = {1: "Simplicity is prerequisite for reliability.", 2: "Premature optimization is the root of all evil."}


class RateHeaders:
    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        async def told(message):
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(scope.get("state", {}).get("rate", {}))
            await send(message)

        await self.app(scope, receive, told)


def counted(request: Request) -> None:
    caller = request.client.host
    let_in = strategy.hit(PER_MINUTE, "quotes", caller)
    reset, left = strategy.get_window_stats(PER_MINUTE, "quotes", caller)
    request.state.rate = {
        "x-ratelimit-limit": str(PER_MINUTE.amount),
        "x-ratelimit-remaining": str(left),
        "x-ratelimit-reset": str(math.ceil(reset)),
    }
    if not let_in:
        wait = min(60, math.ceil(reset - time.time()) + 1)
        raise HTTPException(429, {"error": "slow down", "seconds": wait}, {"Retry-After": str(wait)})


router = APIRouter(prefix="/quotes", dependencies=[Depends(counted)])


@router.get("")
async def every():
    return QUOTES


@router.get("/{number}")
async def one(number: Annotated[int, Path()]):
    try:
        return QUOTES[number]
    except KeyError:
        raise HTTPException(404) from None


app = FastAPI()
app.include_router(router)
app.add_middleware(RateHeaders)


@app.get("/health")
async def health():
    return {}
