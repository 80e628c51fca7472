"""PATCH takes any JSON object, merges it, and validates the whole: rules that span fields would hold too. PUT needs the
same function, on nothing but the id. A handler turns pydantic's error into a 422 of its own form."""

from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError


class Profile(BaseModel):
    id: int
    name: str = Field(min_length=1)
    email: str = Field(pattern="@")
    bio: str | None = None
    theme: str | None = Field("light", pattern="^(light|dark)$")


PROFILES = {
    profile.id: profile
    for profile in (
        Profile(id=1, name="Ada", email="ada@example.com", bio="Wrote the first program.", theme="dark"),
        Profile(id=2, name="Grace", email="grace@example.com", bio="Found the first bug.", theme=None),
    )
}
app = FastAPI()


@app.exception_handler(ValidationError)
async def invalid(request: Request, error: ValidationError):
    return JSONResponse({"detail": jsonable_encoder(error.errors(include_url=False, include_context=False))}, 422)


@app.exception_handler(KeyError)
async def unknown(request: Request, error: KeyError):
    return JSONResponse({"detail": "no such profile"}, 404)


def stored(*parts: dict, profile_id: int) -> Profile:
    known = PROFILES[profile_id]
    merged = {key: value for part in parts for key, value in part.items()}
    PROFILES[profile_id] = Profile.model_validate(merged | {"id": known.id})
    return PROFILES[profile_id]


@app.get("/profiles/{profile_id}")
def read(profile_id: int) -> Profile:
    return PROFILES[profile_id]


@app.put("/profiles/{profile_id}")
def replace(profile_id: int, body: dict):
    return stored(body, profile_id=profile_id)


@app.patch("/profiles/{profile_id}")
def update(profile_id: int, body: dict):
    return stored(PROFILES[profile_id].model_dump(), body, profile_id=profile_id)
