"""A token bucket without `limits`: a dict under a lock, or a script in Redis; a dependency and exception handlers."""

import os
import threading
import time
from math import ceil, floor

import redis
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from starlette.concurrency import run_in_threadpool

SIZE = int(os.environ.get("RATE_LIMIT", "5"))
QUOTES = {1: "Simplicity is prerequisite for reliability.", 2: "Premature optimization is the root of all evil."}
SCRIPT = """
local size, now = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(known[1]) or size, tonumber(known[2]) or now
tokens = math.min(size, tokens + (now - at) * size / 60)
local taken = 0
if tokens >= 1 then tokens, taken = tokens - 1, 1 end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(now))
redis.call('EXPIRE', KEYS[1], 120)
return {taken, tostring(tokens)}
"""


class InMemory:
    def __init__(self):
        self.lock = threading.Lock()
        self.buckets = {}

    def take(self, who):
        with self.lock:
            now = time.time()
            tokens, at = self.buckets.get(who, (SIZE, now))
            tokens = min(SIZE, tokens + (now - at) * SIZE / 60)
            taken = tokens >= 1
            self.buckets[who] = (tokens := tokens - taken), now
            return taken, tokens


class InRedis:
    def __init__(self, url):
        self.run = redis.Redis.from_url(url).register_script(SCRIPT)

    def take(self, who):
        taken, tokens = self.run([f"bucket:{who}"], [SIZE, time.time()])
        return bool(taken), float(tokens)


url = os.environ.get("REDIS_URL", "")
buckets = InRedis(url) if url else InMemory()
app = FastAPI()


@app.middleware("http")
async def guard(request: Request, call_next):
    if not request.url.path.startswith("/quotes"):
        return await call_next(request)
    taken, tokens = await run_in_threadpool(buckets.take, request.client.host)
    if taken:
        answer = await call_next(request)
    else:
        seconds = ceil((1 - tokens) * 60 / SIZE)
        answer = JSONResponse({"detail": [f"again in {seconds} s"]}, 429, {"retry-after": str(seconds)})
    answer.headers["X-RateLimit-Limit"] = str(SIZE)
    answer.headers["X-RateLimit-Remaining"] = str(floor(tokens))
    answer.headers["X-RateLimit-Reset"] = str(ceil((SIZE - tokens) * 60 / SIZE))
    return answer


@app.get("/quotes")
async def quotes():
    return QUOTES


@app.get("/quotes/{number}")
async def quote(number: int):
    return QUOTES.get(number) or refuse()


def refuse():
    raise HTTPException(404, "no such quote")


@app.get("/health")
async def health():
    return True
