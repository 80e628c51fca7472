"""What goes over the wire: a column that is not listed here stays inside."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from models import Role, Status

T = TypeVar("T")


class UserOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    role: Role


class RoleChange(BaseModel):
    role: Role


class NewOrder(BaseModel):
    item: str = Field(min_length=1, max_length=80)
    quantity: int = Field(ge=1, le=99)


class OrderOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: int
    customer_id: int
    item: str
    quantity: int
    status: Status


class StatusChange(BaseModel):
    status: Status


class Page(BaseModel, Generic[T]):
    items: list[T]
    total: int
    limit: int
    offset: int


class Summary(BaseModel):
    users: int
    orders: dict[Status, int]


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"
