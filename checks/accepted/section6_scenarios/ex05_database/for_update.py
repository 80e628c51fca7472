"""Rows are locked while they are read (`with_for_update`); SQLite, which has no such lock, is asked for the whole file."""

import os
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, create_engine, event, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, sessionmaker, subqueryload

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///shop.db"), pool_pre_ping=True)
Sessions = sessionmaker(engine, expire_on_commit=False)

if engine.dialect.name == "sqlite":

    @event.listens_for(engine, "connect")
    def let_us_begin(connection, record):
        connection.isolation_level = None

    @event.listens_for(engine, "begin")
    def begin(connection):
        connection.exec_driver_sql("BEGIN IMMEDIATE")


class Base(DeclarativeBase):
    pass


class Product(Base):
    __tablename__ = "products"
    sku: Mapped[str] = mapped_column(primary_key=True)
    stock: Mapped[int]


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


@asynccontextmanager
async def lifespan(app: FastAPI):
    Base.metadata.create_all(engine)
    yield


app = FastAPI(lifespan=lifespan)


def session_of_the_request():
    session = Sessions()
    try:
        yield session
    finally:
        session.close()


Open = Annotated[Session, Depends(session_of_the_request)]


@app.post("/products")
def add(new: ProductBody, session: Open, response: Response):
    try:
        with session.begin():
            session.add(Product(sku=new.sku, stock=new.stock))
    except IntegrityError as error:
        response.status_code = 409
        return {"detail": f"twice: {error.orig}"}
    response.status_code = 201
    return {"sku": new.sku, "stock": new.stock}


@app.get("/products/{sku}")
def read(sku: str, session: Open, response: Response):
    product = session.scalar(select(Product).where(Product.sku == sku))
    if not product:
        response.status_code = 404
        return {"detail": "unknown"}
    return {"stock": product.stock, "sku": product.sku}


@app.post("/orders", status_code=201)
def place(new: NewOrder, session: Open, response: Response):
    wanted = {line.sku for line in new.lines}
    locked = session.scalars(select(Product).where(Product.sku.in_(wanted)).order_by(Product.sku).with_for_update())
    products = {product.sku: product for product in locked}
    for line in new.lines:
        product = products.get(line.sku)
        if product is None or product.stock < line.quantity:
            session.rollback()
            response.status_code = 409 if product else 404
            return {"detail": line.sku}
        product.stock -= line.quantity
    order = Order(customer=new.customer)
    for line in new.lines:
        order.lines.append(Line(sku=line.sku, quantity=line.quantity))
    session.add(order)
    session.commit()
    return OrderBody.model_validate(order)


@app.get("/orders")
def orders(session: Open) -> list[OrderBody]:
    return session.scalars(select(Order).order_by(Order.id).options(subqueryload(Order.lines))).all()
