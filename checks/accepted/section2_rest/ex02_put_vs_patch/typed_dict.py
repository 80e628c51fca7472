"""PATCH takes a TypedDict with `total=False`: it holds just what was sent, so that `|` is the whole merge."""

from typing import Annotated, Literal

from fastapi import FastAPI, HTTPException
from pydantic import AfterValidator, BaseModel, StringConstraints
from typing_extensions import TypedDict


def an_address(value: str) -> str:
    if value.count("@") != 1:
        raise ValueError("an address has one @")
    return value


Name = Annotated[str, StringConstraints(min_length=1)]
Email = Annotated[str, AfterValidator(an_address)]
Theme = Literal["light", "dark"] | None


class ProfileChange(TypedDict, total=False):
    name: Name
    email: Email
    bio: str | None
    theme: Theme


class ProfileIn(BaseModel):
    name: Name
    email: Email
    bio: str | None = None
    theme: Theme = "light"


profiles: dict[int, dict] = {
    1: {"name": "Ada", "email": "ada@example.com", "bio": "Wrote the first program.", "theme": "dark"},
    2: {"name": "Grace", "email": "grace@example.com", "bio": "Found the first bug.", "theme": None},
}
app = FastAPI()


def found(profile_id: int) -> dict:
    try:
        return profiles[profile_id]
    except KeyError:
        raise HTTPException(status_code=404, detail={"unknown": profile_id}) from None


@app.get("/profiles/{profile_id}")
async def read(profile_id: int):
    return found(profile_id) | {"id": profile_id}


@app.put("/profiles/{profile_id}")
async def replace(profile_id: int, profile: ProfileIn):
    found(profile_id)
    profiles[profile_id] = profile.model_dump()
    return await read(profile_id)


@app.patch("/profiles/{profile_id}")
async def update(profile_id: int, change: ProfileChange):
    profiles[profile_id] = found(profile_id) | change
    return await read(profile_id)
