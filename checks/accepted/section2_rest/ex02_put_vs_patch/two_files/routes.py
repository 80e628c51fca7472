from typing import Any, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, field_validator


class Fields(BaseModel):
    name: str = Field(min_length=1, max_length=100)
    email: str
    bio: str | None = None
    theme: Literal["light", "dark", None] = "light"


class Change(Fields):
    name: str | None = Field(None, min_length=1, max_length=100)
    email: str | None = None

    @field_validator("name", "email")
    @classmethod
    def not_null(cls, value: Any) -> Any:
        if value is None:
            raise ValueError("may be left out, but not be null")
        return value


profiles = [
    (1, Fields(name="Ada", email="ada@example.com", bio="Wrote the first program.", theme="dark")),
    (2, Fields(name="Grace", email="grace@example.com", bio="Found the first bug.", theme=None)),
]
router = APIRouter()


def answer(number: int, changes: dict[str, Any]) -> JSONResponse:
    for known, profile in profiles:
        if known == number:
            for field, value in changes.items():
                setattr(profile, field, value)
            return JSONResponse({**profile.model_dump(), "id": known})
    return JSONResponse(status_code=404, content={"detail": None})


@router.get("/{number}")
async def read(number: int):
    return answer(number, {})


@router.put("/{number}")
async def replace(number: int, fields: Fields):
    return answer(number, dict(fields))


@router.patch("/{number}")
async def update(number: int, change: Change):
    return answer(number, {field: getattr(change, field) for field in change.model_fields_set})
