"""4.4 Contract first. The task is in README.md, the contract in openapi.yaml."""

from itertools import count
from typing import Any, Literal

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

Status = Literal["waiting", "collected"]


class NewParcel(BaseModel):
    recipient: str  # TODO: what else does the document say about these three?
    weight_grams: int
    note: str | None


class Parcel(BaseModel):
    pass  # TODO: the parcel that the document promises; `shelf` is nobody's business but ours.


# As an older program has left them: there is more in them than the document promises, and less.
PARCELS: dict[int, dict[str, Any]] = {
    1: {
        "id": 1,
        "recipient": "Ada Lovelace",
        "weight_grams": 350,
        "note": "ring twice",
        "status": "collected",
        "shelf": "A3",
    },
    2: {"id": 2, "recipient": "Grace Hopper", "weight_grams": 1200, "status": "waiting", "shelf": "B1"},
}
next_id = count(max(PARCELS) + 1)

app = FastAPI(title="Parcels")


@app.get("/parcels")
def list_parcels():
    # TODO: all parcels, or those with the `status` that is asked for.
    raise HTTPException(501, "not written yet")


@app.post("/parcels")
def take_in():
    # TODO: store it, waiting, under an id that is free.
    raise HTTPException(501, "not written yet")


@app.get("/parcels/{parcel_id}")
def read_parcel(parcel_id: int):
    # TODO: the parcel, or the 404 that the document promises.
    raise HTTPException(501, "not written yet")


@app.get("/parcels/{parcel_id}/label")
def print_label(parcel_id: int):
    # TODO: one line of plain text.
    raise HTTPException(501, "not written yet")
