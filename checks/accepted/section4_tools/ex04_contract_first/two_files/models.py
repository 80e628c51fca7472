from enum import StrEnum
from typing import Annotated

from annotated_types import Ge, Le, MaxLen
from pydantic import BaseModel, ConfigDict, StringConstraints


class Status(StrEnum):
    waiting = "waiting"
    collected = "collected"


class NewParcel(BaseModel):
    model_config = ConfigDict(strict=True)

    recipient: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    weight_grams: Annotated[int, Ge(1), Le(30_000)]
    note: Annotated[str, MaxLen(200)] | None = None


class Parcel(BaseModel):
    id: int
    recipient: str
    weight_grams: int
    note: str | None
    status: Status


class StoredParcel(Parcel):
    note: str | None = None
    status: Status = Status.waiting
    shelf: str = "new"
