"""Routes in a router of another file; a refusal is an exception that the outermost middleware turns into an answer."""

import os
import time
from uuid import uuid1

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from routes import router

MAX_BODY = 64 * 1024
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


def switched_on(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes", "on"}


app = FastAPI(title="Notes")


class Refused(Exception):
    def __init__(self, status, detail, **headers):
        self.answer = JSONResponse({"detail": detail}, status, headers)


async def refuse(request: Request, call_next):
    if switched_on("MAINTENANCE") and request.url.path != "/health":
        raise Refused(503, "maintenance", **{"Retry-After": "3600"})
    length = request.headers.get("Content-Length")
    if length and int(length) > MAX_BODY:
        raise Refused(413, "too large")
    return await call_next(request)


@app.middleware("http")
async def mark(request: Request, call_next):
    started = time.perf_counter()
    try:
        response = await refuse(request, call_next)
    except Refused as refused:
        response = refused.answer
    response.headers.update(SECURITY_HEADERS)
    response.headers["X-Request-ID"] = request.headers.get("X-Request-ID") or uuid1().hex
    response.headers["X-Process-Time"] = format(time.perf_counter() - started, "f")
    return response


app.include_router(router)
