"""Services that raise HTTPException; rights as aliases in the signatures; CORS given to the constructor; no lifespan."""

from fastapi import FastAPI
from fastapi.middleware import Middleware
from fastapi.middleware.cors import CORSMiddleware

from database import Base, engine
from routers import auth, orders, staff
from seed import seed
from settings import API_PREFIX, settings


def create_app() -> FastAPI:
    Base.metadata.create_all(engine)
    seed()
    cors = Middleware(
        CORSMiddleware,
        allow_origins=settings.allowed_origins,
        allow_credentials=True,
        allow_methods=["GET", "POST", "PATCH", "DELETE"],
        allow_headers=["authorization", "content-type"],
        max_age=60,
    )
    app = FastAPI(title="Order desk", version="1.0.0", middleware=[cors], redoc_url=None)
    app.include_router(auth.router, prefix=API_PREFIX)
    app.include_router(orders.router, prefix=f"{API_PREFIX}/orders", tags=["orders"])
    app.include_router(staff.router, prefix=API_PREFIX, tags=["staff"])
    return app


app = create_app()
