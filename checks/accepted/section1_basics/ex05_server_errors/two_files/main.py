"""Two files: the routes know nothing of failures; `failures.py` is told of the app. One handler for all exceptions."""

from typing import Annotated

import failures
from fastapi import FastAPI
from pydantic import BaseModel, Field


class Position(BaseModel):
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]


class Report(BaseModel):
    raw: str
    position: Position


SCALES = {"C": (0.0, 1.0), "F": (32.0, 5 / 9)}
REPORTS: dict[str, Report] = {}

app = FastAPI()
failures.install(app)


def celsius(raw: str) -> float:
    words = raw.split()
    if words[0] == "busy":
        raise failures.StationBusyError(int(words[1]))
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
def read_station(station: str):
    report = REPORTS.get(station) or failures.missing(station)
    return {"station": station, "celsius": celsius(report.raw)}
