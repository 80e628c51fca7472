"""6.7 Dashboard. The task is in README.md."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

from errors import ShopError
from routers import auth, orders, summary, users


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    # TODO: what the first request relies on, in `database.py` and `seed.py`.
    yield


# TODO: a name, a version, and the lifespan.
app = FastAPI()

# TODO: whose pages may call, and how. Like this, nobody's.
app.add_middleware(CORSMiddleware)


# TODO: nobody calls this yet, and each kind of error has a status code of its own.
async def refuse(request: Request, error: ShopError) -> JSONResponse:
    return JSONResponse({"detail": str(error)}, 500)


# TODO: version 1 lives below API_PREFIX, and two of the routers are not for everybody.
api = APIRouter()
api.include_router(auth.router)
api.include_router(orders.router)
api.include_router(users.router)
api.include_router(summary.router)
app.include_router(api)
