"""6.5 Database: a session a request, orders that are all or nothing, and a stock that the database itself guards."""

import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey, create_engine, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

engine = create_engine(os.environ.get("DATABASE_URL", "sqlite:///shop.db"))


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
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(title="Shop", lifespan=lifespan)


def get_session() -> Iterator[Session]:
    with Session(engine) as session:  # whatever happens, it is closed; what was not committed never was
        yield session


Database = Annotated[Session, Depends(get_session)]


@app.post("/products", status_code=201)
def add_product(new: ProductBody, session: Database) -> ProductBody:
    session.add(Product(**new.model_dump()))
    try:
        session.commit()
    except IntegrityError:  # to look first would leave a moment in which another may come
        raise HTTPException(409, f"there is a product {new.sku} already") from None
    return new


@app.get("/products/{sku}", response_model=ProductBody)
def read_product(sku: str, session: Database) -> Product:
    product = session.get(Product, sku)
    if product is None:
        raise HTTPException(404, f"there is no product {sku}")
    return product


@app.post("/orders", status_code=201, response_model=OrderBody)
def place_order(new: NewOrder, session: Database) -> Order:
    # Each update locks its row. By SKU, whatever was sent first: no two orders wait for each other (a deadlock).
    for line in sorted(new.lines, key=lambda line: line.sku):
        enough = (Product.sku == line.sku, Product.stock >= line.quantity)
        take = update(Product).where(*enough).values(stock=Product.stock - line.quantity).returning(Product.sku)
        if session.scalar(take) is None:
            known = session.get(Product, line.sku)
            raise HTTPException(409 if known else 404, f"there is not enough of {line.sku}")
    order = Order(customer=new.customer, lines=[Line(**line.model_dump()) for line in new.lines])
    session.add(order)
    session.commit()
    return order


@app.get("/orders", response_model=list[OrderBody])
def list_orders(session: Database) -> Sequence[Order]:
    return session.scalars(select(Order).options(selectinload(Order.lines)).order_by(Order.id)).all()
