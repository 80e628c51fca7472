"""PyJWT and OAuth2PasswordBearer, async functions, plain dicts, one exception class with a handler, routes on the app."""

import os
from datetime import date
from enum import StrEnum

import jwt
from fastapi import Depends, FastAPI, Query, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse, Response
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel, ConfigDict, conint

app = FastAPI(title="Bookings", version="1.0.0")
bookings: list[dict] = []
last = 0


class Refused(Exception):
    def __init__(self, code: int, detail: str, **headers: str):
        self.response = JSONResponse({"detail": detail}, code, headers)


@app.exception_handler(Refused)
async def refuse(request: Request, refused: Refused):
    return refused.response


class Room(StrEnum):
    blue = "blue"
    green = "green"


class New(BaseModel):
    model_config = ConfigDict(extra="forbid")
    room: Room
    day: date
    people: conint(ge=1, le=8) = 1
    note: str | None = None


class Changes(BaseModel):
    model_config = ConfigDict(extra="forbid")
    people: conint(ge=1, le=8) | None = None
    note: str | None = None


async def name(token: str = Depends(OAuth2PasswordBearer(tokenUrl="elsewhere"))):
    try:
        return jwt.decode(token, os.environ["SECRET_KEY"], ["HS256"], options={"require": ["sub", "exp"]})["sub"]
    except jwt.InvalidTokenError:
        raise Refused(401, "who are you", **{"www-authenticate": 'Bearer realm="rooms"'}) from None


async def mine(booking_id: int, me: str = Depends(name)):
    for booking in bookings:
        if booking["id"] == booking_id:
            if booking["owner"] == me:
                return booking
            raise Refused(403, "not yours")
    raise Refused(404, "unknown")


@app.get("/api/v1/bookings")
async def own(me: str = Depends(name), limit: int = Query(10, ge=1, le=50), offset: int = Query(0, ge=0)):
    found = [booking for booking in bookings if booking["owner"] == me]
    return {"total": len(found), "items": found[offset:][:limit], "limit": limit}


@app.post("/api/v1/bookings", responses={201: {}, 409: {"description": "taken"}})
async def book(new: New, request: Request, me: str = Depends(name)):
    global last
    wanted = new.model_dump(mode="json")
    if any(booking["room"] == wanted["room"] and booking["day"] == wanted["day"] for booking in bookings):
        raise Refused(409, "taken")
    last += 1
    bookings.append({"id": last, "owner": me, **wanted})
    return JSONResponse(bookings[-1], 201, {"Location": str(request.url_for("read", booking_id=last))})


UNKNOWN = {404: {"description": "unknown"}}


@app.get("/api/v1/bookings/{booking_id}", responses=UNKNOWN)
async def read(booking: dict = Depends(mine)):
    return booking


@app.patch("/api/v1/bookings/{booking_id}", responses=UNKNOWN)
async def change(changes: Changes, booking: dict = Depends(mine)):
    booking.update({field: getattr(changes, field) for field in changes.model_fields_set})
    return booking


@app.delete("/api/v1/bookings/{booking_id}", responses=UNKNOWN)
async def delete(booking: dict = Depends(mine)):
    bookings.remove(booking)
    return Response(status_code=204)


app.add_middleware(
    CORSMiddleware,
    allow_origins=["https://rooms.example"],
    allow_credentials=True,
    allow_methods=["GET", "POST", "PATCH", "DELETE"],
    allow_headers=["authorization", "content-type"],
)
