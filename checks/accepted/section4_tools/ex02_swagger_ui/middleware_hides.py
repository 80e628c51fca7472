"""PyJWT; an OAuth2 scheme with its flows written out; a middleware answers 404 in production, asked at every request."""

import os
import time
from typing import Annotated

import jwt
from fastapi import APIRouter, Depends, FastAPI, Form, HTTPException, Request, Security
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2
from pydantic import BaseModel

KEY = os.environ.get("SECRET_KEY", os.urandom(32).hex())
scheme = OAuth2(
    scheme_name="Notes",
    description="Ada's password is analytical-engine",
    flows={"password": {"tokenUrl": "../auth/token", "scopes": {"notes": "All of them"}}},
)
app = FastAPI(
    title="Notes",
    docs_url="/internal/docs",
    redoc_url="/internal/redoc",
    openapi_url="/internal/openapi.json",
    swagger_ui_parameters={"persistAuthorization": True},
)
notes = [{"text": "Tea at four."}]


class Note(BaseModel):
    text: str


@app.middleware("http")
async def hidden(request: Request, call_next):
    if os.environ.get("ENVIRONMENT") == "production" and request.url.path.startswith("/internal/"):
        return JSONResponse({"detail": "Not Found"}, 404)
    return await call_next(request)


async def caller(header: Annotated[str, Security(scheme, scopes=["notes"])]) -> str:
    kind, _, token = header.partition(" ")
    try:
        return jwt.decode(token, KEY, ["HS256"])["sub"]
    except jwt.PyJWTError:
        raise HTTPException(401, f"{kind} what?", {"WWW-Authenticate": "Bearer"}) from None


@app.post("/auth/token")
async def log_in(username: Annotated[str, Form()], password: Annotated[str, Form()]):
    if (username, password) not in [("ada", "analytical-engine"), ("grace", "compiler-1952")]:
        raise HTTPException(400, "invalid_grant")
    return {
        "token_type": "Bearer",
        "access_token": jwt.encode({"sub": username, "exp": time.time() + 600}, KEY, "HS256"),
    }


guarded = APIRouter(dependencies=[Depends(caller)])


@app.get("/notes")
async def listed():
    return notes


@guarded.post("/notes", status_code=201)
async def added(note: Note):
    notes.append(note.model_dump())
    return note


@guarded.get("/me")
async def me(username: Annotated[str, Depends(caller)]):
    return {"username": username}


app.include_router(guarded)
