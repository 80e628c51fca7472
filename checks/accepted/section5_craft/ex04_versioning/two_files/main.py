"""A pure ASGI middleware, async routes, a module a version, deprecated where it is included, ids that are UUIDs."""

import v1
import v2
from fastapi import FastAPI
from starlette.datastructures import MutableHeaders


class EndOfLife:
    def __init__(self, app, prefix, successor):
        self.app, self.prefix, self.successor = app, prefix, successor

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http" or not scope["path"].startswith(self.prefix):
            return await self.app(scope, receive, send)
        successor = self.successor + scope["path"][len(self.prefix) :]

        async def send_announced(message):
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Deprecation"] = "@1772323200"
                headers["Sunset"] = "Sat, 01 Mar 2031 00:00:00 GMT"
                headers["Link"] = f'<{successor}>; title="version 2"; rel="successor-version"'
            await send(message)

        return await self.app(scope, receive, send_announced)


app = FastAPI()
app.include_router(v1.router, prefix="/api/v1", deprecated=True)
app.include_router(v2.router, prefix="/api/v2")
app.add_middleware(EndOfLife, prefix="/api/v1/", successor="/api/v2/")
