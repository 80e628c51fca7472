"""2.1 CRUD methods: two addresses, five methods, each with its own meaning and code."""

from itertools import count
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException
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


def known_product(product_id: int) -> Product:
    if product_id not in PRODUCTS:
        raise HTTPException(404, f"there is no product {product_id}")
    return PRODUCTS[product_id]


# One dependency for four routes: none of them can forget the question.
KnownProduct = Annotated[Product, Depends(known_product)]


@app.get("/products")
def list_products(category: str | None = None) -> list[Product]:
    return [product for product in PRODUCTS.values() if category in (None, product.category)]


@app.post("/products", status_code=201)
def create_product(new: ProductIn) -> Product:
    product = Product(id=next(next_id), **new.model_dump())
    PRODUCTS[product.id] = product
    return product


@app.get("/products/{product_id}")
def read_product(product: KnownProduct) -> Product:
    return product


@app.put("/products/{product_id}")
def replace_product(old: KnownProduct, new: ProductIn) -> Product:
    replaced = Product(id=old.id, **new.model_dump())
    PRODUCTS[old.id] = replaced
    return replaced


@app.patch("/products/{product_id}")
def update_product(old: KnownProduct, change: ProductChange) -> Product:
    updated = old.model_copy(update=change.model_dump(exclude_unset=True))
    PRODUCTS[old.id] = updated
    return updated


@app.delete("/products/{product_id}", status_code=204)
def delete_product(old: KnownProduct) -> None:
    del PRODUCTS[old.id]
