"""Two files, async routers: tags, codes and the 401 hang on the routers, docstrings describe, ids are written out."""

from fastapi import FastAPI

from shop import internal, orders, products

app = FastAPI(
    title="Tea shop",
    version="2.1.0",
    summary="Teas by post",
    description="""
Teas and what is left of them.

* **Products** are open.
* **Orders** need a key.
""",
    contact={"name": "The shop", "url": "https://tea.example"},
    openapi_tags=[
        {"name": "orders", "description": "To buy", "externalDocs": {"url": "https://tea.example/orders"}},
        {"name": "products", "description": "To look at"},
        {"name": "coming soon", "description": "Subscriptions"},
    ],
    servers=[{"url": "/", "description": "here"}],
)
app.include_router(products)
app.include_router(orders, prefix="/orders")
app.include_router(internal, include_in_schema=False)
