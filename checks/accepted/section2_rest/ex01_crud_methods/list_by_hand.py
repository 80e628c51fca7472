"""A list of dicts as the store, `def` routes that change it in place, every answer a JSONResponse or a Response."""

from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, conint, constr

products: list[dict] = [
    {"cents": 450, "category": "tea", "name": "Assam", "id": 1},
    {"cents": 620, "category": "coffee", "name": "Sidamo", "id": 2},
    {"cents": 580, "category": "tea", "name": "Sencha", "id": 4},
]
last_id = 4
app = FastAPI()


class Body(BaseModel):
    name: constr(min_length=1)
    category: str
    cents: conint(gt=0)


class Change(BaseModel):
    name: constr(min_length=1) | None = None
    category: str | None = None
    cents: conint(gt=0) | None = None


def find(number: int) -> dict | None:
    return next((product for product in products if product["id"] == number), None)


NOT_FOUND = JSONResponse({"detail": ["unknown product"], "code": 17}, 404)


@app.get("/products/")
def index(category: str = ""):
    return JSONResponse([p for p in products if not category or p["category"] == category])


@app.post("/products/")
def create(body: Body):
    global last_id
    last_id += 1
    products.append({"id": last_id, **body.model_dump()})
    return JSONResponse(products[-1], 201, {"Location": f"/products/{last_id}"})


@app.get("/products/{number}")
def read(number: int):
    product = find(number)
    return JSONResponse(product) if product else NOT_FOUND


@app.put("/products/{number}")
def replace(number: int, body: Body):
    product = find(number)
    if product is None:
        return NOT_FOUND
    product.update(body)
    return JSONResponse(product)


@app.patch("/products/{number}")
def update(number: int, change: Change):
    product = find(number)
    if product is None:
        return NOT_FOUND
    for field in change.model_fields_set:
        product[field] = getattr(change, field)
    return JSONResponse(product, 200)


@app.delete("/products/{number}")
def delete(number: int):
    product = find(number)
    if product is None:
        return NOT_FOUND
    products.remove(product)
    return Response(status_code=204)
