"""6.2 Middleware. The task is in README.md."""

import time
from typing import Annotated

from fastapi import FastAPI, Query
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

# TODO: the routes below work as they are. Put middleware around them: one function or several, and mind their order.


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
