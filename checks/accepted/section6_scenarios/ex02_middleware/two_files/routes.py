"""The routes as they were given."""

import time
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel


class Note(BaseModel):
    text: str


NOTES: list[Note] = []

router = APIRouter()


@router.get("/health")
def read_health() -> dict[str, str]:
    return {"status": "ok"}


@router.get("/report")
def read_report(rows: Annotated[int, Query(ge=0, le=100)] = 0) -> dict[str, float]:
    """Takes a millisecond for each row, as a slow query would, and says how many seconds that were."""
    started = time.perf_counter()
    time.sleep(rows / 1000)
    return {"seconds": time.perf_counter() - started}


@router.get("/notes")
def read_notes() -> list[Note]:
    return NOTES


@router.post("/notes", status_code=201)
def add_note(note: Note) -> Note:
    NOTES.append(note)
    return note
