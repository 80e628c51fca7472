"""1.2 Response parts. The task is in README.md."""

from fastapi import FastAPI, HTTPException

MOTD = 'Read the red test first.\nThen write "just enough".\n'
REPORT = "day,visits\nMonday,128\nTuesday,97\n"
API_VERSION = "2.1"
RELEASES = [5, 6, 7]
CACHE = {"rates": [1.08, 0.86], "weather": "rain"}

app = FastAPI(title="Responses")


@app.get("/motd")
def read_motd():
    # TODO: the text alone, under its own content type.
    raise HTTPException(501, "not written yet")


@app.get("/report.csv")
def download_report():
    # TODO: a file to save, not a page to show.
    raise HTTPException(501, "not written yet")


@app.get("/status")
def read_status():
    # TODO: the body is JSON; the version travels beside it.
    raise HTTPException(501, "not written yet")


@app.get("/old-home")
def old_home():
    # TODO: moved for good.
    raise HTTPException(501, "not written yet")


@app.get("/latest")
def latest_release():
    # TODO: here today, elsewhere after the next release.
    raise HTTPException(501, "not written yet")


@app.delete("/cache")
def empty_cache():
    # TODO: done, and nothing to say.
    raise HTTPException(501, "not written yet")


# Given: where the redirects lead, the next release, and a look into the cache.


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
