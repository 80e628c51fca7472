"""A router, an own response class, a stream with CRLF and `filename*`, the version by middleware, 302."""

from collections.abc import Iterator

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import StreamingResponse

API_VERSION = "2.1"
releases = [5, 6, 7]
cache = {"rates": [1.08, 0.86], "weather": "rain"}

router = APIRouter()


class Text(Response):
    media_type = "text/plain"
    charset = "utf-8"


@router.get("/motd", response_class=Text)
def motd():
    return 'Read the red test first.\nThen write "just enough".\n'


@router.get("/report.csv")
def report() -> StreamingResponse:
    def lines() -> Iterator[str]:
        for row in (("day", "visits"), ("Monday", 128), ("Tuesday", 97)):
            yield "{},{}\r\n".format(*row)

    disposition = "Attachment; filename*=UTF-8''visits.csv"
    return StreamingResponse(
        lines(), media_type="text/csv; charset=utf-8; header=present", headers={"content-disposition": disposition}
    )


@router.get("/status")
def status():
    return {"status": "ok"}


@router.get("/old-home")
def old_home(response: Response):
    response.status_code = 308
    response.headers["location"] = "home"
    return {"moved": "/home"}


@router.get("/latest", status_code=302)
def latest(response: Response) -> None:
    response.headers["Location"] = f"./releases/{releases[-1]}"


@router.post("/releases", status_code=201)
def publish():
    releases.append(releases[-1] + 1)
    return {"release": releases[-1]}


@router.delete("/cache", status_code=204, response_class=Response)
def clear():
    for name in list(cache):
        del cache[name]


router.add_api_route("/home", lambda: {"page": "home"})
router.add_api_route("/cache", lambda: list(cache))
router.add_api_route("/releases/{number}", lambda number: {"release": int(number)})

app = FastAPI()
app.include_router(router)


@app.middleware("http")
async def version(request: Request, call_next):
    response = await call_next(request)
    response.headers["X-API-Version"] = API_VERSION
    return response
