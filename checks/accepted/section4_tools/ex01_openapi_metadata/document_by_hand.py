"""The document is finished by hand: FastAPI makes it, a function adds what is missing, schemas of errors included."""

from time import time_ns

from fastapi import FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

TEAS = {"sencha": ("Sencha", 890), "assam": ("Assam", 640), "oolong": ("Oolong", 1250)}
LEFT = {"sencha": 40, "assam": 12, "oolong": 0}


class Product(BaseModel):
    sku: str
    name: str
    cents: int


class NewOrder(BaseModel):
    sku: str = Field(examples=["sencha", "assam"])
    count: int = Field(gt=0, examples=[1])


class Order(BaseModel):
    sku: str
    count: int
    id: int
    cents: int


class Refusal(Exception):
    def __init__(self, status: int, text: str) -> None:
        self.status, self.text = status, text


app = FastAPI()


@app.exception_handler(Refusal)
def refuse(request: Request, refusal: Refusal):
    headers = {"WWW-Authenticate": "APIKey"} if refusal.status == 401 else None
    return JSONResponse({"detail": refusal.text}, refusal.status, headers)


def tea(sku: str) -> Product:
    if sku not in TEAS:
        raise Refusal(404, "no such tea")
    name, cents = TEAS[sku]
    return Product(sku=sku, name=name, cents=cents)


@app.get("/products", response_model=list[Product])
def list_products():
    return [tea(sku) for sku in TEAS]


@app.get("/products/{sku}", response_model=Product)
def read_product(sku: str):
    return tea(sku)


@app.post("/orders", status_code=201, response_model=Order)
def place_order(new: NewOrder, request: Request):
    if request.headers.get("x-api-key") != "leaf-42":
        raise Refusal(401, "unknown key")
    product = tea(new.sku)
    if LEFT[new.sku] < new.count:
        raise Refusal(409, "not enough left")
    LEFT[new.sku] -= new.count
    return Order(id=time_ns(), cents=product.cents * new.count, **new.model_dump())


@app.get("/stock")
def count_stock():
    return LEFT


@app.get("/health")
def health():
    return JSONResponse({"status": "ok"})


SUMMARIES = {
    "list_products": ("products", "What we sell", []),
    "read_product": ("products", "One of them", [404]),
    "place_order": ("orders", "I want that", [401, 404, 409]),
    "count_stock": ("products", "What is left", []),
}
PLACES = {
    ("/products", "get"): "list_products",
    ("/products/{sku}", "get"): "read_product",
    ("/orders", "post"): "place_order",
    ("/stock", "get"): "count_stock",
}


def document():
    if app.openapi_schema is None:
        made = get_openapi(
            title="Tea shop",
            version="2.1.0",
            description="All of our teas, for you to order.",
            routes=app.routes,
            tags=[{"name": name, "description": f"All about {name}"} for name in ("products", "orders")],
        )
        del made["paths"]["/health"]
        made["components"]["schemas"]["Error"] = {
            "type": "object",
            "properties": {"detail": {"$ref": "#/components/schemas/Text"}},
        }
        made["components"]["schemas"]["Text"] = {"type": "string"}
        made["components"]["responses"] = {
            "Error": {
                "description": "No",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
            }
        }
        for (path, method), name in PLACES.items():
            tag, summary, codes = SUMMARIES[name]
            operation = made["paths"][path][method]
            operation.update(operationId=name, tags=[tag], summary=summary)
            operation["responses"].update({str(code): {"$ref": "#/components/responses/Error"} for code in codes})
        made["paths"]["/stock"]["get"]["deprecated"] = True
        app.openapi_schema = made
    return app.openapi_schema


app.openapi = document
