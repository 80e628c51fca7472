"""All in one file: SQLAlchemy Core, PyJWT, async handlers, HTTPException everywhere, `*` for methods and headers."""

import json
import os
import time
from contextlib import asynccontextmanager
from typing import Annotated, Literal

import jwt
from fastapi import APIRouter, Depends, FastAPI, HTTPException, Path, Query
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordBearer, OAuth2PasswordRequestForm
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import BaseModel, Field
from sqlalchemy import Column, ForeignKey, Integer, MetaData, String, Table, create_engine, func, insert, select, update
from sqlalchemy.pool import StaticPool

from seed import ORDERS, PEOPLE

SECRET = os.environ.get("SECRET_KEY", "a-secret-for-trying-it-by-hand-only")
URL = os.environ.get("DATABASE_URL", "sqlite://")
memory = {"poolclass": StaticPool, "connect_args": {"check_same_thread": False}} if URL == "sqlite://" else {}
engine = create_engine(URL, **memory)
hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])

meta = MetaData()
users = Table(
    "users",
    meta,
    Column("id", Integer, primary_key=True),
    Column("name", String(40), unique=True),
    Column("password", String(200)),
    Column("role", String(20)),
)
orders = Table(
    "orders",
    meta,
    Column("id", Integer, primary_key=True),
    Column("customer_id", ForeignKey("users.id")),
    Column("item", String(80)),
    Column("quantity", Integer),
    Column("status", String(20)),
)
OUT = [users.c.id, users.c.name, users.c.role]
Limit = Annotated[int, Query(ge=1, le=100)]
Offset = Annotated[int, Query(ge=0)]


@asynccontextmanager
async def lifespan(app):
    meta.create_all(engine)
    with engine.begin() as db:
        if not db.scalar(select(func.count()).select_from(users)):
            ids = {}
            for name, (password, role) in PEOPLE.items():
                row = {"name": name, "password": hasher.hash(password), "role": str(role)}
                ids[name] = db.execute(insert(users).values(row)).inserted_primary_key[0]
            for name, item, quantity, status in ORDERS:
                db.execute(
                    insert(orders).values(customer_id=ids[name], item=item, quantity=quantity, status=str(status))
                )
    yield


app = FastAPI(title="Order desk", version="1.0.0", lifespan=lifespan)
app.add_middleware(
    CORSMiddleware,
    allow_origins=json.loads(os.environ.get("ALLOWED_ORIGINS", "[]")),
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)
v1 = APIRouter()
bearer = OAuth2PasswordBearer("api/v1/token")


async def me(token: Annotated[str, Depends(bearer)]):
    try:
        name = jwt.decode(token, SECRET, ["HS256"], options={"require": ["sub", "exp"]})["sub"]
    except jwt.PyJWTError:
        name = None
    with engine.connect() as db:
        row = db.execute(select(*OUT).where(users.c.name == name)).mappings().first()
    if not row:
        raise HTTPException(401, "who are you?", {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    return dict(row)


Me = Annotated[dict, Depends(me)]


def need(user, *roles):
    if user["role"] not in roles:
        raise HTTPException(403, "not for you")


def paged(query, limit, offset):
    with engine.connect() as db:
        total = db.scalar(query.with_only_columns(func.count(), maintain_column_froms=True).order_by(None))
        rows = db.execute(query.slice(offset, offset + limit)).mappings().all()
    return {"items": [dict(row) for row in rows], "total": total, "limit": limit, "offset": offset}


def one_order(number, user):
    with engine.connect() as db:
        order = db.execute(select(orders).where(orders.c.id == number)).mappings().first()
    if not order or (user["role"] == "customer" and order["customer_id"] != user["id"]):
        raise HTTPException(404, "no such order")
    return dict(order)


@v1.post("/token", tags=["session"])
async def token(form: Annotated[OAuth2PasswordRequestForm, Depends()]):
    with engine.connect() as db:
        stored = db.scalar(select(users.c.password).where(users.c.name == form.username))
    if not stored or not hasher.verify(form.password, stored):
        raise HTTPException(401, "wrong name or password", {"WWW-Authenticate": "Bearer"})
    claims = {"sub": form.username, "exp": int(time.time()) + 600}
    return {"access_token": jwt.encode(claims, SECRET), "token_type": "bearer", "expires_in": 600}


@v1.get("/me")
async def read_me(user: Me):
    return user


class New(BaseModel):
    item: str = Field(min_length=1)
    quantity: int = Field(gt=0)


@v1.post("/orders", status_code=201)
async def create(new: New, user: Me):
    row = {"customer_id": user["id"], **new.model_dump(), "status": "new"}
    with engine.begin() as db:
        number = db.execute(insert(orders).values(row)).inserted_primary_key[0]
    return JSONResponse({"id": number, **row}, 201, {"Location": f"/api/v1/orders/{number}"})


@v1.get("/orders")
async def listed(
    user: Me, status: Literal["new", "shipped", "cancelled"] | None = None, limit: Limit = 10, offset: Offset = 0
):
    query = select(orders).order_by(orders.c.id)
    if user["role"] == "customer":
        query = query.where(orders.c.customer_id == user["id"])
    if status:
        query = query.where(orders.c.status == status)
    return paged(query, limit, offset)


@v1.get("/orders/{number}")
async def read(number: int, user: Me):
    return one_order(number, user)


class Move(BaseModel):
    status: Literal["new", "shipped", "cancelled"]


@v1.patch("/orders/{number}")
async def move(number: Annotated[int, Path(ge=1)], wanted: Move, user: Me):
    need(user, "support", "admin")
    order = one_order(number, user)
    with engine.begin() as db:
        # The database itself makes sure that it is moved once.
        moved = db.execute(
            update(orders).where(orders.c.id == number, orders.c.status == "new").values(status=wanted.status)
        ).rowcount
        if not moved or wanted.status == "new":
            raise HTTPException(409, {"message": "too late", "status": order["status"]})
    return one_order(number, user)


@v1.get("/users")
async def list_users(user: Me, limit: Limit = 10, offset: Offset = 0):
    need(user, "admin")
    return paged(select(*OUT).order_by(users.c.id), limit, offset)


class Promotion(BaseModel):
    role: Literal["customer", "support", "admin"]


@v1.patch("/users/{number}")
async def promote(number: int, wanted: Promotion, user: Me):
    need(user, "admin")
    with engine.begin() as db:
        db.execute(update(users).where(users.c.id == number).values(role=wanted.role))
        row = db.execute(select(*OUT).where(users.c.id == number)).mappings().first()
    if row is None:
        raise HTTPException(404, "no such user")
    return dict(row)


@v1.get("/summary")
async def summary(user: Me):
    need(user, "support", "admin")
    with engine.connect() as db:
        found = dict(db.execute(select(orders.c.status, func.count()).group_by(orders.c.status)).all())
        people = db.scalar(select(func.count()).select_from(users))
    return {"users": people, "orders": {status: found.get(status, 0) for status in ("new", "shipped", "cancelled")}}


app.include_router(v1, prefix="/api/v1")
