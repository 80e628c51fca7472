"""A function for each rule, in the list that the app is made with, outermost first; the size is that of the body read."""

import os
import time
from secrets import token_hex
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware

MAX_BODY = 64 * 1024
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class Note(BaseModel):
    text: str


NOTES: list[Note] = []


class Timing(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        started = time.perf_counter()
        response = await call_next(request)
        response.headers["x-process-time"] = str(round(time.perf_counter() - started, 3))
        return response


async def request_id(request: Request, call_next):
    request.state.id = request.headers.get("x-request-id", token_hex(8))
    response = await call_next(request)
    response.headers["x-request-id"] = request.state.id
    return response


async def secure(request: Request, call_next):
    response = await call_next(request)
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def maintenance(request: Request, call_next):
    if os.getenv("MAINTENANCE") not in (None, "", "0") and request.scope["path"] != "/health":
        return JSONResponse(status_code=503, content={"detail": "back soon"}, headers={"retry-after": "60"})
    return await call_next(request)


async def limit(request: Request, call_next):
    if len(await request.body()) > MAX_BODY:
        return JSONResponse(status_code=413, content={"detail": "too much"})
    return await call_next(request)


app = FastAPI(
    middleware=[
        Middleware(Timing),
        *(Middleware(BaseHTTPMiddleware, dispatch=each) for each in (request_id, secure, maintenance, limit)),
    ]
)


@app.get("/health")
def read_health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/report")
def read_report(rows: Annotated[int, Query(ge=0, le=100)] = 0) -> dict[str, float]:
    """Takes a millisecond for each row, as a slow query would, and says how many seconds that were."""
    started = time.perf_counter()
    time.sleep(rows / 1000)
    return {"seconds": time.perf_counter() - started}


@app.get("/notes")
def read_notes() -> list[Note]:
    return NOTES


@app.post("/notes", status_code=201)
def add_note(note: Note) -> Note:
    NOTES.append(note)
    return note
