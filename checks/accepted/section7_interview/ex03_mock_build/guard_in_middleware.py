"""The token is checked in a middleware, the scheme only declared; random ids, a store by room and day, a TypedDict."""

import os
import random
from datetime import date
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Path, Request, Response, Security
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer
from jose import JWTError, jwt
from pydantic import BaseModel, Field, field_validator
from starlette.middleware.cors import CORSMiddleware
from typing_extensions import TypedDict


class Stored(TypedDict):
    id: int
    owner: str
    room: str
    day: date
    people: int
    note: str | None


class Wish(BaseModel):
    model_config = {"extra": "forbid"}
    room: Annotated[str, Field(pattern="^(blue|green)$")]
    day: date
    people: int = 1
    note: str | None = None

    @field_validator("people")
    @classmethod
    def between_one_and_eight(cls, people: int) -> int:
        if people not in range(1, 9):
            raise ValueError("one to eight")
        return people


taken: dict[tuple[str, date], Stored] = {}
app = FastAPI(title="Bookings", version="1.0.0", dependencies=[Security(HTTPBearer(auto_error=False))])


@app.middleware("http")
async def guard(request: Request, call_next):
    if request.url.path.startswith("/api/v1"):
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        try:
            claims = jwt.decode(token if scheme == "Bearer" else "", os.environ["SECRET_KEY"], algorithms="HS256")
        except JWTError:
            return JSONResponse(
                {"detail": "no"}, 401, {"WWW-Authenticate": 'Bearer realm="rooms", error="invalid_token"'}
            )
        request.state.name = claims.get("sub")
    return await call_next(request)


app.add_middleware(
    CORSMiddleware,
    allow_origin_regex=r"https://rooms\.example",
    allow_methods=("GET", "POST", "PATCH", "DELETE"),
    allow_headers=("Authorization",),
)


def one_of(request: Request, number: int) -> Stored:
    stored = next((each for each in taken.values() if each["id"] == number), None)
    if not stored:
        raise HTTPException(404, {"error": "unknown", "id": number})
    if stored["owner"] != request.state.name:
        raise HTTPException(status_code=403)
    return stored


@app.post("/api/v1/bookings", status_code=201, responses={"default": {}, 409: {"description": "taken"}})
def post(wish: Wish, request: Request, response: Response) -> Stored:
    key = wish.room, wish.day
    if key in taken:
        raise HTTPException(409, "taken")
    taken[key] = Stored(id=random.randrange(10**6), owner=request.state.name, **wish.model_dump())
    response.headers["Location"] = f"bookings/{taken[key]['id']}"
    return taken[key]


@app.get("/api/v1/bookings")
def get_all(request: Request, limit: int = 10, offset: int = 0) -> dict[str, Any]:
    if not 1 <= limit <= 50 or offset < 0:
        raise HTTPException(422, "limit 1 to 50, offset from 0")
    own = [each for each in taken.values() if each["owner"] == request.state.name]
    return {"items": own[offset : offset + limit], "total": len(own), "limit": limit, "offset": offset}


REFUSED = {code: {"description": "refused"} for code in (401, 403, 404)}


@app.get("/api/v1/bookings/{id}", responses=REFUSED)
def get_one(request: Request, id: Annotated[int, Path()]) -> Stored:
    return one_of(request, id)


@app.patch("/api/v1/bookings/{id}", responses=REFUSED)
def patch(request: Request, id: int, sent: dict[str, Any]) -> Stored:
    stored = one_of(request, id)
    if not sent.keys() <= {"people", "note"}:
        raise HTTPException(422, "only people and note may change")
    people = sent.get("people", stored["people"])
    if not isinstance(people, int) or not 1 <= people <= 8:
        raise HTTPException(422, "people: 1 to 8")
    stored.update(sent)
    return stored


@app.delete("/api/v1/bookings/{id}", responses=REFUSED, status_code=204, response_class=Response)
def delete(request: Request, id: int):
    stored = one_of(request, id)
    del taken[stored["room"], stored["day"]]
