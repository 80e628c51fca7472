"""What failures become."""

import logging
import sys
from typing import NoReturn

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse


class StationBusyError(Exception):
    def __init__(self, seconds: int) -> None:
        self.seconds = seconds


class NoReportError(Exception):
    pass


def missing(station: str) -> NoReturn:
    raise NoReportError(f"no report from {station}")


async def failed(request: Request, error: Exception) -> JSONResponse:
    match error:
        case StationBusyError(seconds=seconds):
            return JSONResponse({"detail": f"try again in {seconds} s"}, 503, {"Retry-After": str(seconds)})
        case RequestValidationError():
            errors = [
                {"field": ".".join(str(part) for part in loc if part != "body") or "body", "message": msg}
                for loc, msg in ((item["loc"], item["msg"]) for item in error.errors())
            ]
            return JSONResponse({"errors": errors, "detail": "invalid"}, 400)
        case NoReportError():
            return JSONResponse({"detail": str(error)}, 404)
        case _:
            logging.getLogger("api").error("failed", exc_info=sys.exc_info())
            return JSONResponse({"detail": None}, 500)


def install(app: FastAPI) -> None:
    for kind in (StationBusyError, RequestValidationError, NoReportError, Exception):
        app.add_exception_handler(kind, failed)
