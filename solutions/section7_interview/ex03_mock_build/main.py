"""7.3 Mock build: a booking API in 21 minutes."""

from datetime import date
from itertools import count
from os import environ
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Query, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JWTError, jwt
from pydantic import BaseModel, Field, NonNegativeInt


class Change(BaseModel, extra="forbid"):
    people: int = Field(default=1, ge=1, le=8)
    note: str | None = None


class NewBooking(Change):
    room: Literal["blue", "green"]
    day: date


class Booking(NewBooking):
    id: int
    owner: str


BOOKINGS: dict[int, Booking] = {}
numbers = count(1)
SECRET_KEY = environ["SECRET_KEY"]  # no default: without a secret the app must not start


def caller(sent: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> str:
    try:
        return jwt.decode(sent.credentials, SECRET_KEY, algorithms=["HS256"])["sub"]
    except (JWTError, KeyError):
        raise HTTPException(401, "no valid token", {"WWW-Authenticate": "Bearer"}) from None


Caller = Annotated[str, Depends(caller)]


def own_booking(number: int, who: Caller) -> Booking:
    if number not in BOOKINGS:
        raise HTTPException(404, "no such booking")
    if BOOKINGS[number].owner != who:
        raise HTTPException(403, "not your booking")
    return BOOKINGS[number]


Own = Annotated[Booking, Depends(own_booking)]
api = APIRouter(prefix="/api/v1/bookings", responses={401: {}, 403: {}, 404: {}})


@api.post("", status_code=201, responses={409: {}})
def book(new: NewBooking, who: Caller, response: Response) -> Booking:
    if any((known.room, known.day) == (new.room, new.day) for known in BOOKINGS.values()):
        raise HTTPException(409, "the room is taken on that day")
    booking = Booking(id=next(numbers), owner=who, **new.model_dump())
    BOOKINGS[booking.id] = booking
    response.headers["Location"] = f"{api.prefix}/{booking.id}"
    return booking


@api.get("")
def list_own(who: Caller, limit: Annotated[int, Query(ge=1, le=50)] = 10, offset: NonNegativeInt = 0) -> dict[str, Any]:
    own = [booking for booking in BOOKINGS.values() if booking.owner == who]
    return {"items": own[offset : offset + limit], "total": len(own)}


@api.get("/{number}")
def read(booking: Own) -> Booking:
    return booking


@api.patch("/{number}")
def change(booking: Own, change: Change) -> Booking:
    BOOKINGS[booking.id] = booking.model_copy(update=change.model_dump(exclude_unset=True))
    return BOOKINGS[booking.id]


@api.delete("/{number}", status_code=204)
def cancel(booking: Own) -> None:
    del BOOKINGS[booking.id]


app = FastAPI(title="Bookings", version="1.0.0")
app.add_middleware(CORSMiddleware, allow_origins=["https://rooms.example"], allow_methods=["*"], allow_headers=["*"])
app.include_router(api)
