"""The shop that your tests are for. It is finished, and right; README.md states its rules."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from pydantic import BaseModel, Field
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

FREE_FROM = 5000


class Base(DeclarativeBase):
    """`Base.metadata.create_all(engine)` makes the shop's tables."""


class Product(Base):
    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    cents: Mapped[int]
    stock: Mapped[int]


class ProductOut(BaseModel):
    id: int
    name: str
    cents: int
    stock: int


class Order(BaseModel):
    product_id: int
    quantity: Annotated[int, Field(ge=1)]


class Receipt(BaseModel):
    product_id: int
    quantity: int
    cents: int


def get_session() -> Iterator[Session]:
    """A session on the database that customers buy from."""
    raise RuntimeError("This is the production database. Tests bring one of their own.")
    yield


def check_key(x_api_key: Annotated[str, Header()] = "") -> None:
    if x_api_key != "blue-door":
        raise HTTPException(401, "a key is needed", {"WWW-Authenticate": "ApiKey"})


Database = Annotated[Session, Depends(get_session)]

app = FastAPI(title="Shop")


def find(product_id: int, session: Session) -> Product:
    product = session.get(Product, product_id)
    if product is None:
        raise HTTPException(404, f"there is no product {product_id}")
    return product


@app.get("/shipping")
def read_shipping(cents: int) -> dict[str, int]:
    return {"cents": 0 if cents >= FREE_FROM else 490}


@app.get("/products/{product_id}", response_model=ProductOut)
def read_product(product_id: int, session: Database) -> Product:
    return find(product_id, session)


@app.post("/orders", status_code=201, dependencies=[Depends(check_key)])
def create_order(order: Order, session: Database) -> Receipt:
    product = find(order.product_id, session)
    if order.quantity > product.stock:
        raise HTTPException(409, f"{product.stock} are left")
    product.stock -= order.quantity
    session.commit()
    return Receipt(**order.model_dump(), cents=product.cents * order.quantity)
