"""An async router over typed models in a module of their own, the 404 by a dependency and a handler, an enum."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request, status
from fastapi.responses import JSONResponse, PlainTextResponse

from models import NewParcel, Parcel, Status, StoredParcel


class Unknown(Exception):
    pass


STORE = {
    parcel.id: parcel
    for parcel in (
        StoredParcel(
            id=1, recipient="Ada Lovelace", weight_grams=350, note="ring twice", status=Status.collected, shelf="A3"
        ),
        StoredParcel(id=2, recipient="Grace Hopper", weight_grams=1200, status=Status.waiting, shelf="B1"),
    )
}
router = APIRouter(prefix="/parcels")


async def found(parcel_id: int) -> StoredParcel:
    try:
        return STORE[parcel_id]
    except KeyError:
        raise Unknown(parcel_id) from None


Found = Annotated[StoredParcel, Depends(found)]


@router.get("")
async def index(status: Status | None = None) -> list[Parcel]:
    return [parcel for parcel in STORE.values() if status is None or parcel.status is status]


@router.post("", status_code=status.HTTP_201_CREATED)
async def create(new: NewParcel) -> Parcel:
    parcel = StoredParcel(id=max(STORE) + 1, **new.model_dump())
    STORE[parcel.id] = parcel
    return parcel


@router.get("/{parcel_id}")
async def show(parcel: Found) -> Parcel:
    return parcel


@router.get("/{parcel_id}/label")
async def label(parcel: Found) -> PlainTextResponse:
    return PlainTextResponse(f"{parcel.recipient}, {parcel.weight_grams} g")


app = FastAPI()
app.include_router(router)


@app.exception_handler(Unknown)
async def unknown(request: Request, error: Unknown) -> JSONResponse:
    return JSONResponse({"detail": f"unknown: {error}"}, 404)
