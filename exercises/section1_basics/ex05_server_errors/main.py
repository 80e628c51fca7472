"""1.5 Server errors. The task is in README.md."""

import logging
from typing import Annotated

from fastapi import FastAPI, HTTPException
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

# TODO: tell the app what becomes of a StationBusyError, of an invalid request, and of everything that nobody expected.


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
    # TODO: a station without a report is the client's mistake; a report that cannot be read is not, so let that go.
    raise HTTPException(501, "not written yet")
