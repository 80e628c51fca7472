"""Two files: a key store that the lifespan fills, HTTPBase as the scheme, the response model without the input."""

from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.security import APIKeyHeader, APIKeyQuery
from fastapi.security.http import HTTPAuthorizationCredentials, HTTPBase
from keys import KeyStore, State
from pydantic import BaseModel

store = KeyStore()


@asynccontextmanager
async def lifespan(app):
    store.load()
    yield


class Report(BaseModel):
    title: str
    pages: int


class Fault(BaseModel):
    loc: list[str | int]
    msg: str


reports = {title: Report(title=title, pages=pages) for title, pages in (("Sales", 12), ("Returns", 3))}
app = FastAPI(lifespan=lifespan)

api_key = HTTPBase(scheme="Api-Key", auto_error=False)
header = APIKeyHeader(name="X-API-Key", auto_error=False)
url = APIKeyQuery(name="api_key", auto_error=False)


def headers(
    plain: Annotated[str | None, Depends(header)],
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(api_key)],
):
    if plain is None and credentials and credentials.scheme.casefold() == "api-key":
        return credentials.credentials
    return plain


def checked(key):
    match key and store.state_of(key):
        case State.ACTIVE:
            return key
        case State.SUSPENDED:
            raise HTTPException(403)
    raise HTTPException(401, headers={"WWW-Authenticate": "Api-Key"})


def caller(key: Annotated[str | None, Depends(headers)]):
    return checked(key)


def reader(key: Annotated[str | None, Depends(headers)], in_url: Annotated[str | None, Depends(url)]):
    return checked(in_url or key)


@app.exception_handler(RequestValidationError)
def unprocessable(request: Request, error: RequestValidationError):
    faults = [Fault.model_validate(fault).model_dump() for fault in error.errors()]
    return JSONResponse({"detail": faults}, status_code=422)


@app.get("/reports", dependencies=[Depends(caller)])
@app.get("/feed", dependencies=[Depends(reader)])
def listed():
    return list(reports.values())


@app.post("/reports", status_code=201)
def added(report: Report, _key: Annotated[str, Depends(caller)]):
    return reports.setdefault(report.title, report)


@app.get("/health")
def health():
    return {"status": "ok"}
