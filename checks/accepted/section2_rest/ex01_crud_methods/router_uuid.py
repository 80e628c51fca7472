"""Async routes on a router with `add_api_route`, a store class that raises, a handler for its 404, new ids by UUID."""

from typing import Annotated, Any
from uuid import uuid4

from fastapi import APIRouter, Body, Depends, FastAPI, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, PositiveInt, StringConstraints, ValidationError


class Fields(BaseModel):
    name: Annotated[str, StringConstraints(min_length=1)]
    category: str
    cents: PositiveInt


class Product(Fields):
    id: int | str


class UnknownProductError(LookupError):
    pass


class Store:
    def __init__(self, *products: Product) -> None:
        self.products = {str(product.id): product for product in products}

    def all(self, **wanted: Any) -> list[Product]:
        return [p for p in self.products.values() if all(getattr(p, k) == v for k, v in wanted.items())]

    def get(self, product_id: str) -> Product:
        try:
            return self.products[product_id]
        except KeyError as error:
            raise UnknownProductError(product_id) from error

    def put(self, product: Product) -> Product:
        self.products[str(product.id)] = product
        return product

    def remove(self, product_id: str) -> None:
        self.products.pop(str(self.get(product_id).id))


STORE = Store(
    Product(id=1, name="Assam", category="tea", cents=450),
    Product(id=2, name="Sidamo", category="coffee", cents=620),
    Product(id=4, name="Sencha", category="tea", cents=580),
)


async def get_store() -> Store:
    return STORE


Products = Annotated[Store, Depends(get_store)]


async def index(store: Products, category: Annotated[str | None, Query(max_length=50)] = None):
    return store.all() if category is None else store.all(category=category)


async def create(store: Products, fields: Fields):
    return store.put(Product(id=uuid4().hex, **fields.model_dump()))


async def read(store: Products, key: str):
    return store.get(key)


async def replace(store: Products, key: str, fields: Fields):
    return store.put(Product(id=store.get(key).id, **fields.model_dump()))


async def update(store: Products, key: str, change: Annotated[dict[str, Any], Body()]):
    old = store.get(key)
    try:
        return store.put(Product.model_validate({**old.model_dump(), **change, "id": old.id}))
    except ValidationError as error:
        raise RequestValidationError(error.errors()) from error


async def delete(store: Products, key: str) -> Response:
    store.remove(key)
    return Response(status_code=204)


router = APIRouter(prefix="/products")
router.add_api_route("", index, methods=["GET"])
router.add_api_route("", create, methods=["POST"], status_code=201, response_model=Product)
router.add_api_route("/{key}", read, methods=["GET"], response_model=Product)
router.add_api_route("/{key}", replace, methods=["PUT"], response_model=Product)
router.add_api_route("/{key}", update, methods=["PATCH"], response_model=Product)
router.add_api_route("/{key}", delete, methods=["DELETE"])

app = FastAPI()
app.include_router(router)


@app.exception_handler(UnknownProductError)
async def unknown(request: Request, error: UnknownProductError):
    return JSONResponse({"detail": f"{error.args[0]} is not here"}, 404)
