"""4.4 Contract first: an app that says what its document says, and nothing else."""

from itertools import count
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Path, status
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

Status = Literal["waiting", "collected"]


class NewParcel(BaseModel):
    recipient: str = Field(min_length=1, max_length=60)
    weight_grams: int = Field(ge=1, le=30_000)
    note: str | None = Field(default=None, max_length=200)


class Parcel(NewParcel):
    id: int
    status: Status


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

ParcelId = Annotated[int, Path(ge=1)]

app = FastAPI(title="Parcels")


# The response models do half of the work: what the document does not know is left out, what it requires is filled in.
@app.get("/parcels", response_model=list[Parcel])
def list_parcels(status: Status | None = None) -> list[dict[str, Any]]:
    return [parcel for parcel in PARCELS.values() if status in (None, parcel["status"])]


@app.post("/parcels", status_code=status.HTTP_201_CREATED, response_model=Parcel)
def take_in(new: NewParcel) -> dict[str, Any]:
    parcel = {"id": next(next_id), **new.model_dump(), "status": "waiting", "shelf": "C1"}
    PARCELS[parcel["id"]] = parcel
    return parcel


@app.get("/parcels/{parcel_id}", response_model=Parcel)
def read_parcel(parcel_id: ParcelId) -> dict[str, Any]:
    if parcel_id not in PARCELS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no parcel {parcel_id}")
    return PARCELS[parcel_id]


@app.get("/parcels/{parcel_id}/label", response_class=PlainTextResponse)
def print_label(parcel_id: ParcelId) -> str:
    parcel = read_parcel(parcel_id)
    return f"{parcel['recipient']}, {parcel['weight_grams']} g"
