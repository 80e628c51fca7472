"""Two files; each route opens its session itself; the stock is swapped only where it still is what was read."""

from contextlib import asynccontextmanager

from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError
from tables import Base, Line, Order, Product, Sessions, engine


class NewProduct(BaseModel):
    sku: str
    stock: int = Field(ge=0)


class NewLine(BaseModel):
    sku: str
    quantity: int = Field(gt=0)


class NewOrder(BaseModel):
    customer: str
    lines: list[NewLine] = Field(min_length=1)


@asynccontextmanager
async def tables(app):
    Base.metadata.create_all(engine)
    try:
        yield
    finally:
        engine.dispose()


app = FastAPI(lifespan=tables)


@app.post("/products")
def post_product(new: NewProduct):
    with Sessions() as session:
        try:
            session.execute(insert(Product).values(**new.model_dump()))
            session.commit()
        except IntegrityError:
            raise HTTPException(409, {"taken": new.sku}) from None
    return JSONResponse(new.model_dump(), 201)


@app.get("/products/{sku}")
def get_product(sku: str):
    with Sessions() as session:
        stock = session.scalar(select(Product.stock).where(Product.sku == sku))
    if stock is None:
        raise HTTPException(404, "never heard of it")
    return {"sku": sku, "stock": stock}


def take(session, line):
    while True:
        seen = session.scalar(select(Product.stock).where(Product.sku == line.sku))
        if seen is None:
            raise HTTPException(404, line.sku)
        if seen < line.quantity:
            raise HTTPException(409, line.sku)
        still_so = (Product.sku == line.sku) & (Product.stock == seen)
        if session.execute(update(Product).where(still_so).values(stock=seen - line.quantity)).rowcount:
            return


@app.post("/orders")
def post_order(new: NewOrder):
    with Sessions.begin() as session:
        for line in sorted(new.lines, key=lambda line: line.sku):
            take(session, line)
        number = session.scalar(insert(Order).values(customer=new.customer).returning(Order.id))
        session.execute(insert(Line), [{"order_id": number, **line.model_dump()} for line in new.lines])
    return JSONResponse({"id": number, **new.model_dump()}, 201)


@app.get("/orders")
def get_orders():
    with Sessions() as session:
        found = {order: {"id": order, "customer": name, "lines": []} for order, name in rows(session)}
        for line in session.scalars(select(Line).order_by(Line.id)):
            found[line.order_id]["lines"].append({"sku": line.sku, "quantity": line.quantity})
    return list(found.values())


def rows(session):
    return session.execute(select(Order.id, Order.customer).order_by(Order.id))
