"""Every error as `application/problem+json` (RFC 9457), by sync handlers given to the constructor; a child logger."""

import logging
import traceback
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, HTTPException
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException as StarletteHTTPException

log = logging.getLogger("api.errors")


class StationBusyError(Exception):
    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


class Position(BaseModel):
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class Report(BaseModel):
    raw: str
    position: Position


SCALES = {"C": (0.0, 1.0), "F": (32.0, 5 / 9)}
REPORTS: dict[str, Report] = {}


def problem(status: int, headers: Any = None, **members: Any) -> JSONResponse:
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, **members}
    return JSONResponse(content, status, headers, media_type="application/problem+json; charset=utf-8")


def answered(request, error):
    return problem(error.status_code, error.headers, detail=error.detail)


def busy(request, error):
    return problem(503, {"Retry-After": str(error.seconds)}, detail="busy")


def invalid(request, error):
    errors = []
    for item in error.errors():
        _, *path = item["loc"]
        errors.append({"field": ".".join(str(p) for p in path), "message": item["msg"], "code": item["type"]})
    return problem(400, detail="the request is not valid", errors=errors)


def unexpected(request, error):
    log.critical("".join(traceback.format_exception(error)))
    return problem(500, detail="the fault is ours")


def celsius(raw: str) -> float:
    words = raw.split()
    if words[0] == "busy":
        raise StationBusyError(int(words[1]))
    zero, step = SCALES[words[1]]
    return round((float(words[0]) - zero) * step, 1)


router = APIRouter()


def known_report(station: str) -> Report:
    if report := REPORTS.get(station):
        return report
    raise HTTPException(status_code=404, detail=f"no report from {station}")


@router.put("/reports/{station}", status_code=204)
def keep_report(station: str, report: Report) -> None:
    REPORTS[station] = report


@router.get("/average")
def read_average() -> float:
    values = [celsius(report.raw) for report in REPORTS.values()]
    return round(sum(values) / len(values), 1)


@router.get("/readings/{station}")
async def read_station(station: str, report: Annotated[Report, Depends(known_report)]):
    return {"station": station, "celsius": celsius(report.raw)}


app = FastAPI(
    exception_handlers={
        StarletteHTTPException: answered,
        StationBusyError: busy,
        RequestValidationError: invalid,
        500: unexpected,
    }
)
app.include_router(router)
