import os
from time import time

from limits import RateLimitItemPerSecond
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from starlette.responses import JSONResponse


class Guard:
    def __init__(self, app, prefix):
        self.app = app
        self.prefix = prefix
        self.item = RateLimitItemPerSecond(int(os.environ.get("RATE_LIMIT", "5")), 60)
        url = os.environ.get("REDIS_URL")
        storage = RedisStorage(f"async+{url}", implementation="redispy") if url else MemoryStorage()
        self.limiter = FixedWindowRateLimiter(storage)

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith(self.prefix):
            return await self.app(scope, receive, send)
        host, _ = scope["client"]
        allowed = await self.limiter.hit(self.item, host)
        reset, left = await self.limiter.get_window_stats(self.item, host)
        wait = f"{max(1, min(60, round(reset - time())))}".encode()
        headers = [
            (b"x-ratelimit-limit", str(self.item.amount).encode()),
            (b"x-ratelimit-remaining", str(left).encode()),
            (b"x-ratelimit-reset", wait),
        ]

        async def marked(message):
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *headers]
            await send(message)

        if allowed:
            return await self.app(scope, receive, marked)
        refusal = JSONResponse({"detail": "wait"}, 429, {"Retry-After": wait.decode()})
        return await refusal(scope, receive, marked)
