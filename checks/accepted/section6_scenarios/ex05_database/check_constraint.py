"""The table itself refuses a stock below zero; one handler makes a 409 of every IntegrityError; one joined statement."""

import os
from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import CheckConstraint, ForeignKey, create_engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "products"
    sku: Mapped[str] = mapped_column(primary_key=True)
    stock: Mapped[int] = mapped_column(CheckConstraint("stock >= 0"))


class Line(Base):
    __tablename__ = "order_lines"
    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("orders.id"))
    sku: Mapped[str] = mapped_column(ForeignKey("products.sku"))
    quantity: Mapped[int]


class Order(Base):
    __tablename__ = "orders"
    id: Mapped[int] = mapped_column(primary_key=True)
    customer: Mapped[str]
    lines: Mapped[list[Line]] = relationship(order_by=Line.id)


class ProductBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    sku: str
    stock: int = Field(ge=0)


class LineBody(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    sku: str
    quantity: int = Field(ge=1)


class NewOrder(BaseModel):
    customer: str
    lines: list[LineBody] = Field(min_length=1)


class OrderBody(NewOrder):
    model_config = ConfigDict(from_attributes=True)
    id: int


engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///shop.db"))
Base.metadata.create_all(engine)


async def new_session():
    with Session(engine, autoflush=False) as session, session.begin():
        yield session


router = APIRouter()
New = Annotated[Session, Depends(new_session, scope="function")]


@router.post("/products", status_code=201)
async def create(product: ProductBody, session: New) -> ProductBody:
    session.add(Product(**product.model_dump()))
    session.flush()
    return product


@router.get("/products/{sku}")
async def show(sku: str, session: New) -> ProductBody:
    if row := session.execute(select(Product.sku, Product.stock).filter_by(sku=sku)).one_or_none():
        return row
    raise HTTPException(404)


@router.post("/orders", status_code=201)
async def order(new: NewOrder, session: New) -> OrderBody:
    for sku, quantity in sorted(totals(new).items()):
        taken = session.execute(update(Product).filter_by(sku=sku).values(stock=Product.stock - quantity))
        if not taken.rowcount:
            raise HTTPException(404, sku)
    placed = Order(customer=new.customer, lines=[Line(sku=each.sku, quantity=each.quantity) for each in new.lines])
    session.add(placed)
    session.flush()
    return OrderBody.model_validate(placed)


def totals(new: NewOrder) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in new.lines:
        counted[line.sku] += line.quantity
    return counted


@router.get("/orders")
async def all_orders(session: New) -> list[OrderBody]:
    return list(session.scalars(select(Order).options(joinedload(Order.lines)).order_by(Order.id)).unique())


app = FastAPI()
app.include_router(router)


@app.exception_handler(IntegrityError)
async def conflict(request: Request, error: IntegrityError) -> JSONResponse:
    return JSONResponse({"detail": "the database says no"}, 409)
