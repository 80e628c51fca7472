"""Redirects and the 204 as raised HTTPExceptions, headers by a dependency, an unquoted file name."""

from fastapi import Depends, FastAPI, HTTPException, Response

MOTD = 'Read the red test first.\nThen write "just enough".\n'
latest = 7
CACHE = {"rates": [1.08, 0.86], "weather": "rain"}

app = FastAPI()


def headers(**values: str):
    def send(response: Response) -> None:
        response.headers.update({name.replace("_", "-"): value for name, value in values.items()})

    return Depends(send)


@app.get("/motd")
def read_motd():
    return Response(MOTD.encode(), headers={"Content-Type": "text/plain"})


class Csv(Response):
    media_type = "text/csv"


@app.get(
    "/report.csv", response_class=Csv, dependencies=[headers(content_disposition="attachment;filename=visits.csv")]
)
def download_report():
    return "day,visits\nMonday,128\nTuesday,97"


@app.get("/status", dependencies=[headers(x_api_version="2.1")])
def read_status():
    return {"status": "ok"}


@app.get("/old-home")
def old_home():
    raise HTTPException(301, headers={"Location": "/home"})


@app.get("/latest")
def latest_release():
    raise HTTPException(307, "see there", {"Location": f"http://testserver/releases/{latest}"})


@app.delete("/cache")
def empty_cache():
    global CACHE
    CACHE = {}
    raise HTTPException(204)


@app.get("/home")
def home():
    return "home"


@app.post("/releases", status_code=201)
def publish_release():
    global latest
    latest += 1
    return {"release": latest}


@app.get("/releases/{number}")
def read_release(number: int):
    return number


@app.get("/cache")
def list_cache():
    return list(CACHE)
