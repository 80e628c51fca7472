"""Authentication and roles in one middleware with a table of rights; prefixes in the routers; errors handled one by one."""

import re
from contextlib import asynccontextmanager

from fastapi import FastAPI, Request
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from sqlalchemy import select
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from database import Base, engine
from errors import ConflictError, NotFoundError
from models import Role, User
from routers import auth, orders, summary, users
from security import read_token
from seed import seed
from settings import settings

ANYBODY = {Role.CUSTOMER, Role.SUPPORT, Role.ADMIN}
STAFF = {Role.SUPPORT, Role.ADMIN}
RIGHTS = [
    ("GET", r"/api/v1/me", ANYBODY),
    ("GET|POST", r"/api/v1/orders", ANYBODY),
    ("GET", r"/api/v1/orders/[^/]+", ANYBODY),
    ("PATCH", r"/api/v1/orders/[^/]+", STAFF),
    ("GET", r"/api/v1/summary", STAFF),
    ("GET|PATCH", r"/api/v1/users(/[^/]+)?", {Role.ADMIN}),
]
OPEN = ("/api/v1/token", "/docs", "/openapi.json")


@asynccontextmanager
async def lifespan(app: FastAPI):
    await run_in_threadpool(Base.metadata.create_all, engine)
    await run_in_threadpool(seed)
    yield


app = FastAPI(title="Order desk", version="1.0.0", lifespan=lifespan)


def known(request: Request) -> User | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    name = read_token(token)
    with Session(engine, expire_on_commit=False) as session:
        return session.scalars(select(User).filter_by(name=name)).one_or_none() if name else None


@app.middleware("http")
async def rights(request: Request, call_next):
    path = request.url.path
    if path not in OPEN:
        user = await run_in_threadpool(known, request)
        if user is None:
            return JSONResponse({"detail": "log in first"}, 401, {"WWW-Authenticate": 'Bearer realm="desk"'})
        allowed = [
            roles
            for method, pattern, roles in RIGHTS
            if re.fullmatch(method, request.method) and re.fullmatch(pattern, path)
        ]
        if not any(user.role in roles for roles in allowed):
            return JSONResponse({"detail": f"not for {user.role}"}, 403)
        request.state.user = user
    return await call_next(request)


# Added last, so that it is outermost: refusals carry its headers too.
app.add_middleware(CORSMiddleware, allow_origins=settings.allowed_origins, allow_methods=["*"], allow_headers=["*"])


@app.exception_handler(NotFoundError)
def not_found(request: Request, error: NotFoundError):
    return JSONResponse({"detail": {"message": str(error), "path": request.url.path}}, 404)


@app.exception_handler(ConflictError)
def conflict(request: Request, error: ConflictError):
    return JSONResponse({"detail": {"message": str(error)}}, 409)


for part in (auth, orders, users, summary):
    app.include_router(part.router)
