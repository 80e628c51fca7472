"""Three files: a store, a router whose route class writes the 422, a middleware for no-store, the strict form."""

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
from routes import BadCredentialsError, router
from store import USERS as USERS

app = FastAPI()
app.include_router(router)


@app.middleware("http")
async def no_store(request: Request, call_next):
    response = await call_next(request)
    response.headers["cache-control"] = "private, no-store"
    return response


@app.exception_handler(BadCredentialsError)
async def refused(request: Request, error: BadCredentialsError):
    return PlainTextResponse("no", 401, {"www-authenticate": "bearer"})
