"""One plain ASGI class does it all; the switch is read once; a date in Retry-After; a counter for ids."""

import os
import time
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from itertools import count
from typing import Annotated

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel

MAX_BODY = 64 * 1024
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}


class Note(BaseModel):
    text: str


NOTES: list[Note] = []

MARKS = [(name.lower().encode(), value.encode()) for name, value in SECURITY_HEADERS.items()]


class Around:
    def __init__(self, app, closed: bool):
        self.app = app
        self.closed = closed
        self.ids = count()

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.monotonic_ns()
        headers = {name.lower(): value for name, value in scope["headers"]}
        request_id = headers.get(b"x-request-id") or f"r-{next(self.ids)}".encode()

        async def marked(message):
            if message["type"] == "http.response.start":
                spent = f"{(time.monotonic_ns() - started) / 1e9:.9f}".encode()
                own = [(b"x-process-time", spent), (b"x-request-id", request_id), *MARKS]
                message["headers"] = [*message.get("headers", []), *own]
            await send(message)

        app = self.app
        if self.closed and scope["path"] != "/health":
            until = format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)
            app = JSONResponse({"detail": {"code": "maintenance"}}, 503, {"Retry-After": until})
        elif headers.get(b"content-length", b"0").isdigit() and int(headers.get(b"content-length", b"0")) > MAX_BODY:
            app = JSONResponse({"detail": "too large", "limit": MAX_BODY}, 413)
        await app(scope, receive, marked)


app = FastAPI()
app.add_middleware(Around, closed=os.environ.get("MAINTENANCE", "").lower() in ("1", "yes", "on", "true"))


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
