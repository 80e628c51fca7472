"""One ASGI middleware guards by path and knows only the hashes of the keys; FastAPI sees no key at all."""

import hashlib
import os

from fastapi import FastAPI
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse


def hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def hashes(name: str) -> set[str]:
    return {hashed(key) for key in filter(None, os.getenv(name, "").split(","))}


class KeyGuard:
    def __init__(self, app):
        self.app = app
        self.active, self.suspended = hashes("API_KEYS"), hashes("SUSPENDED_KEYS")

    async def __call__(self, scope, receive, send):
        if scope["type"] == "http" and scope["path"].startswith(("/reports", "/feed")):
            answer = self.refusal(Request(scope)) or self.app
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def refusal(self, request: Request):
        key = request.headers.get("x-api-key")
        if not key and (words := request.headers.get("authorization", "").split())[:1]:
            key = words[-1] if words[0].lower() == "api-key" and len(words) == 2 else None
        if not key and request.url.path == "/feed":
            key = request.query_params.get("api_key")
        if key and hashed(key) in self.suspended:
            return JSONResponse({"error": "suspended"}, 403)
        if key and hashed(key) in self.active:
            return None
        return JSONResponse({"error": "no valid key"}, 401, {"www-authenticate": 'api-key realm="reports"'})


class Report(BaseModel):
    title: str
    pages: int


REPORTS = [{"title": "Sales", "pages": 12}, {"title": "Returns", "pages": 3}]

app = FastAPI()
app.add_middleware(KeyGuard)


@app.exception_handler(RequestValidationError)
async def invalid(request, error):
    fields = [".".join(map(str, fault["loc"])) for fault in error.errors()]
    return JSONResponse({"invalid": jsonable_encoder(fields)}, 422)


@app.get("/reports")
@app.get("/feed")
async def reports():
    return REPORTS


@app.post("/reports")
async def add(report: Report):
    REPORTS.append(report.model_dump())
    return JSONResponse(REPORTS[-1], 201)


@app.get("/health")
async def health():
    return {"status": "ok"}
