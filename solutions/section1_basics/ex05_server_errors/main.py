"""1.5 Server errors: one place that says what a failure becomes, for the client and for the log."""

import logging
from typing import Annotated

from fastapi import FastAPI, HTTPException, Request, status
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

logger = logging.getLogger("api")
logger.setLevel(logging.INFO)


class StationBusyError(Exception):
    """The station will answer in so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"busy for {seconds} s")
        self.seconds = seconds


class Position(BaseModel):
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class Report(BaseModel):
    raw: str
    position: Position


class Reading(BaseModel):
    station: str
    celsius: float


SCALES = {"C": (0.0, 1.0), "F": (32.0, 5 / 9)}
REPORTS: dict[str, Report] = {}

app = FastAPI(title="Weather")


@app.exception_handler(StationBusyError)
async def station_busy(request: Request, error: StationBusyError) -> JSONResponse:
    return JSONResponse(
        {"detail": "the station is busy"},
        status.HTTP_503_SERVICE_UNAVAILABLE,
        headers={"Retry-After": str(error.seconds)},
    )


@app.exception_handler(RequestValidationError)
async def invalid_request(request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [
        {"field": ".".join(str(part) for part in item["loc"][1:]), "message": item["msg"]}  # loc[0] is body, query, …
        for item in error.errors()
    ]
    return JSONResponse({"errors": errors}, status.HTTP_400_BAD_REQUEST)


@app.exception_handler(Exception)
async def unexpected(request: Request, error: Exception) -> JSONResponse:
    logger.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return JSONResponse({"detail": "internal server error"}, status.HTTP_500_INTERNAL_SERVER_ERROR)


def celsius(raw: str) -> float:
    """Read "14.5 C", "58.1 F" or "busy 30". Finished, and not safe from what stations send."""
    words = raw.split()
    if words[0] == "busy":
        raise StationBusyError(int(words[1]))
    zero, step = SCALES[words[1]]
    return round((float(words[0]) - zero) * step, 1)


@app.put("/reports/{station}", status_code=204)
def keep_report(station: str, report: Report) -> None:
    REPORTS[station] = report


@app.get("/average")
def read_average() -> float:
    values = [celsius(report.raw) for report in REPORTS.values()]
    return round(sum(values) / len(values), 1)


@app.get("/readings/{station}")
def read_station(station: str) -> Reading:
    if station not in REPORTS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"no report from {station}")
    return Reading(station=station, celsius=celsius(REPORTS[station].raw))
