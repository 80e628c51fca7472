"""The net is a middleware, the 503 an HTTPException of its own kind, and the body is checked by hand."""

import logging

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, ConfigDict, ValidationError, confloat

logger = logging.getLogger("api")


class StationBusyError(HTTPException):
    def __init__(self, seconds: int) -> None:
        super().__init__(503, "busy", {"retry-after": f"{seconds}"})


class Position(BaseModel):
    lat: confloat(ge=-90, le=90)
    lon: confloat(ge=-180, le=180)


class Report(BaseModel):
    model_config = ConfigDict(extra="forbid")

    raw: str
    position: Position


SCALES = {"C": (0.0, 1.0), "F": (32.0, 5 / 9)}
REPORTS: dict[str, Report] = {}

app = FastAPI()


@app.middleware("http")
async def net(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception:
        logger.exception("unexpected")
        return JSONResponse({"detail": "sorry"}, 500)


def celsius(raw: str) -> float:
    words = raw.split()
    if words[0] == "busy":
        raise StationBusyError(int(words[1]))
    zero, step = SCALES[words[1]]
    return round((float(words[0]) - zero) * step, 1)


@app.put("/reports/{station}")
async def keep_report(station: str, request: Request):
    try:
        report = Report.model_validate_json(await request.body())
    except ValidationError as error:
        errors = [{"message": item["msg"], "field": ".".join(map(str, item["loc"])) or None} for item in error.errors()]
        return JSONResponse({"errors": errors}, 400)
    REPORTS[station] = report
    return Response(status_code=204)


@app.get("/average")
def read_average():
    values = [celsius(report.raw) for report in REPORTS.values()]
    return sum(values) / len(values)


@app.get("/readings/{station}")
async def read_station(station: str):
    try:
        report = REPORTS[station]
    except KeyError:
        raise HTTPException(404, f"no report from {station}") from None
    return {"celsius": celsius(report.raw), "station": station}
