"""2.1 CRUD methods. The task is in README.md."""

from itertools import count
from typing import Annotated

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

Name = Annotated[str, Field(min_length=1)]
Cents = Annotated[int, Field(ge=1)]


class ProductIn(BaseModel):
    """The body of POST and PUT: a whole product, but for its id."""

    name: Name
    category: str
    cents: Cents


class ProductChange(BaseModel):
    """The body of PATCH: any of the fields. A default here only lets its field be missing; it is no value to store."""

    name: Name = ""
    category: str = ""
    cents: Cents = 0


class Product(ProductIn):
    id: int


PRODUCTS = {
    1: Product(id=1, name="Assam", category="tea", cents=450),
    2: Product(id=2, name="Sidamo", category="coffee", cents=620),
    4: Product(id=4, name="Sencha", category="tea", cents=580),
}
next_id = count(max(PRODUCTS) + 1)  # next(next_id) is an id that was never taken

app = FastAPI(title="Products")


@app.get("/products")
def list_products() -> list[Product]:
    # TODO: all of them, or only one category's.
    raise HTTPException(501, "not written yet")


@app.post("/products")
def create_product(new: ProductIn) -> Product:
    # TODO: store it under an id of its own, and say with the status that it is new.
    raise HTTPException(501, "not written yet")


@app.get("/products/{product_id}")
def read_product(product_id: int) -> Product:
    # TODO: look it up. Three more routes will have to.
    raise HTTPException(501, "not written yet")


@app.put("/products/{product_id}")
def replace_product(product_id: int, new: ProductIn) -> Product:
    # TODO: what was there goes, what was sent stays.
    raise HTTPException(501, "not written yet")


@app.patch("/products/{product_id}")
def update_product(product_id: int, change: ProductChange) -> Product:
    # TODO: change what was sent and nothing else.
    raise HTTPException(501, "not written yet")


@app.delete("/products/{product_id}")
def delete_product(product_id: int) -> None:
    # TODO: remove it; which status says that there is nothing to read?
    raise HTTPException(501, "not written yet")
