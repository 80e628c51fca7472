"""1.2 Response parts: other bodies than JSON, headers, redirects, and no body at all."""

from fastapi import FastAPI, Response, status
from fastapi.responses import PlainTextResponse, RedirectResponse

MOTD = 'Read the red test first.\nThen write "just enough".\n'
REPORT = "day,visits\nMonday,128\nTuesday,97\n"
API_VERSION = "2.1"
RELEASES = [5, 6, 7]
CACHE = {"rates": [1.08, 0.86], "weather": "rain"}

app = FastAPI(title="Responses")


class CSVResponse(Response):
    media_type = "text/csv"


# Each `response_class` also tells /docs what comes back.
@app.get("/motd", response_class=PlainTextResponse)
def read_motd() -> str:
    return MOTD


@app.get("/report.csv", response_class=CSVResponse)
def download_report() -> Response:
    headers = {"Content-Disposition": 'attachment; filename="visits.csv"'}
    return CSVResponse(REPORT, headers=headers)


@app.get("/status")
def read_status(response: Response) -> dict[str, str]:
    response.headers["X-API-Version"] = API_VERSION
    return {"status": "ok"}


@app.get("/old-home", response_class=RedirectResponse, status_code=status.HTTP_308_PERMANENT_REDIRECT)
def old_home() -> str:
    return "/home"


@app.get("/latest", response_class=RedirectResponse, status_code=status.HTTP_307_TEMPORARY_REDIRECT)
def latest_release() -> str:
    return f"/releases/{RELEASES[-1]}"


@app.delete("/cache", status_code=status.HTTP_204_NO_CONTENT)
def empty_cache() -> None:
    CACHE.clear()


@app.get("/home")
def home() -> dict[str, str]:
    return {"page": "home"}


@app.post("/releases", status_code=201)
def publish_release() -> dict[str, int]:
    RELEASES.append(RELEASES[-1] + 1)
    return {"release": RELEASES[-1]}


@app.get("/releases/{number}")
def read_release(number: int) -> dict[str, int]:
    return {"release": number}


@app.get("/cache")
def list_cache() -> list[str]:
    return list(CACHE)
