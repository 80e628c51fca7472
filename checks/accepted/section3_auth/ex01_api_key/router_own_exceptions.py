"""A router, a dependency with parameters, own exceptions with handlers, the environment read at each request."""

import os
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, ValidationError


class UnknownKeyError(Exception):
    pass


class SuspendedKeyError(Exception):
    pass


class Report(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    title: str
    pages: int


class Guard:
    def __init__(self, *, in_url: bool = False):
        self.in_url = in_url

    async def __call__(
        self,
        x_api_key: Annotated[str | None, Header()] = None,
        authorization: Annotated[str, Header()] = "",
        api_key: Annotated[str | None, Query()] = None,
    ) -> str:
        sent = [x_api_key, api_key if self.in_url else None]
        if authorization.lower().startswith("api-key "):
            sent.append(authorization[len("api-key ") :].strip())
        key = next(filter(None, sent), None)
        if key in os.environ.get("SUSPENDED_KEYS", "").split(",") and key:
            raise SuspendedKeyError
        if not key or key not in os.environ.get("API_KEYS", "").split(","):
            raise UnknownKeyError
        return key


reports = [Report(title="Sales", pages=12), Report(title="Returns", pages=3)]
guarded = APIRouter(prefix="/reports", dependencies=[Depends(Guard())])
app = FastAPI()


@guarded.get("")
async def read() -> list[Report]:
    return reports


@guarded.post("", status_code=201)
async def add(request: Request) -> Report:
    reports.append(Report.model_validate_json(await request.body()))
    return reports[-1]


@app.get("/feed")
async def feed(key: Annotated[str, Depends(Guard(in_url=True))]) -> list[Report]:
    return reports


@app.get("/health")
async def health() -> JSONResponse:
    return JSONResponse({"status": "ok"})


@app.exception_handler(UnknownKeyError)
async def unknown(request: Request, error: UnknownKeyError):
    return JSONResponse({"detail": "Who are you?"}, 401, {"WWW-Authenticate": 'Api-Key, Basic realm="other"'})


@app.exception_handler(SuspendedKeyError)
async def suspended(request: Request, error: SuspendedKeyError):
    return JSONResponse({"detail": {"code": "suspended"}}, 403)


@app.exception_handler(ValidationError)
async def invalid(request: Request, error: ValidationError):
    return JSONResponse({"detail": error.errors(include_input=False, include_url=False)}, 422)


app.include_router(guarded)
