import os
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request, Response, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JOSEError, jwt
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import StaticPool, UniqueConstraint, create_engine, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column


class Base(DeclarativeBase):
    pass


class Row(Base):
    __tablename__ = "bookings"
    __table_args__ = (UniqueConstraint("room", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[str]
    room: Mapped[str]
    day: Mapped[date]
    people: Mapped[int]
    note: Mapped[str | None]


engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
Base.metadata.create_all(engine)


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", from_attributes=True)


class New(Strict):
    room: Literal["green", "blue"]
    day: date
    people: Annotated[int, Field(gt=0, lt=9)] = 1
    note: str | None = None


class Change(Strict):
    people: Annotated[int, Field(gt=0, lt=9)] = 1
    note: str | None = None


class Booking(New):
    id: int
    owner: str


class Listing(BaseModel):
    items: list[Booking]
    total: int


class Paging(BaseModel):
    limit: int = Field(10, ge=1, le=50)
    offset: int = Field(0, ge=0)


def session():
    with Session(engine) as opened:
        yield opened


def user(token: HTTPAuthorizationCredentials | None = Security(HTTPBearer(auto_error=False))):
    challenge = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    if token is None:
        raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})
    try:
        claims = jwt.decode(token.credentials, os.environ["SECRET_KEY"], "HS256", options={"require_sub": True})
    except JOSEError as error:
        raise HTTPException(401, "bad token", challenge) from error
    return claims["sub"]


Db = Annotated[Session, Depends(session)]
User = Annotated[str, Depends(user)]
router = APIRouter(dependencies=[Depends(user)])


def found(id: int, db: Db, who: User) -> Row:
    row = db.get(Row, id)
    if row is None:
        raise HTTPException(404)
    if row.owner != who:
        raise HTTPException(403)
    return row


Found = Annotated[Row, Depends(found)]


@router.post("/", status_code=201, response_model=Booking, responses={"4XX": {}, 409: {}})
def create(new: New, who: User, db: Db, response: Response, request: Request):
    row = Row(owner=who, **new.model_dump())
    db.add(row)
    try:
        db.commit()
    except IntegrityError:
        raise HTTPException(409, "taken") from None
    response.headers["Location"] = request.app.url_path_for("single", id=row.id)
    return row


@router.get("/", response_model=Listing)
def listing(who: User, db: Db, paging: Annotated[Paging, Depends()]):
    own = select(Row).where(Row.owner == who)
    total = db.scalar(select(func.count()).select_from(own.subquery()))
    rows = db.scalars(own.order_by(Row.id).limit(paging.limit).offset(paging.offset)).all()
    return {"items": rows, "total": total}


@router.get("/{id}", response_model=Booking, responses={404: {}, 403: {}})
def single(row: Found):
    return row


@router.patch("/{id}", response_model=Booking, responses={404: {}, 403: {}})
def change(row: Found, change: Change, db: Db):
    for field, value in change.model_dump(exclude_unset=True).items():
        setattr(row, field, value)
    db.commit()
    return row


@router.delete("/{id}", status_code=204, responses={404: {}, 403: {}})
def delete(row: Found, db: Db):
    db.delete(row)
    db.commit()
