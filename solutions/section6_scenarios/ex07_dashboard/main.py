"""6.7 Dashboard: where the parts meet. Nothing is decided here that another file decides as well."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from database import Base, engine
from dependencies import require
from errors import NotFoundError, ShopError
from models import STAFF, Role
from routers import auth, orders, summary, users
from seed import seed
from settings import API_PREFIX, settings


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    Base.metadata.create_all(engine)
    seed()
    yield
    engine.dispose()


app = FastAPI(title="Order desk", version="1.0.0", lifespan=lifespan)
app.add_middleware(
    CORSMiddleware,
    allow_origins=settings.allowed_origins,
    allow_methods=["GET", "POST", "PATCH"],
    allow_headers=["Authorization", "Content-Type"],
)


@app.exception_handler(ShopError)
async def refuse(request: Request, error: ShopError) -> JSONResponse:
    code = 404 if isinstance(error, NotFoundError) else 409
    return JSONResponse({"detail": str(error)}, code)


api = APIRouter(prefix=API_PREFIX)
api.include_router(auth.router)
api.include_router(orders.router)
# Here and not on each route, so that the route that somebody adds next year is guarded too.
api.include_router(users.router, dependencies=[Depends(require(Role.ADMIN))])
api.include_router(summary.router, dependencies=[Depends(require(*STAFF))])
app.include_router(api)
