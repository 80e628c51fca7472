"""6.2 Middleware: one function refuses, the other one, around it, marks whatever leaves."""

import os
import time
from typing import Annotated
from uuid import uuid4

from fastapi import FastAPI, Query, Request
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

app = FastAPI(title="Notes")


@app.middleware("http")
async def refuse(request: Request, call_next):
    # Returned, not raised: an exception here is outside of FastAPI's handlers, and would be a 500.
    if os.environ.get("MAINTENANCE") == "1" and request.url.path != "/health":
        return JSONResponse({"detail": "down for maintenance"}, 503, {"Retry-After": "300"})
    if int(request.headers.get("Content-Length", 0)) > MAX_BODY:
        return JSONResponse({"detail": f"{MAX_BODY} bytes are the most"}, 413)
    return await call_next(request)


@app.middleware("http")  # added last, so outermost: what `refuse` answers gets its headers here, too
async def mark(request: Request, call_next):
    started = time.perf_counter()
    response = await call_next(request)
    response.headers["X-Request-ID"] = request.headers.get("X-Request-ID") or str(uuid4())
    response.headers.update(SECURITY_HEADERS)
    response.headers["X-Process-Time"] = f"{time.perf_counter() - started:.6f}"
    return response


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
