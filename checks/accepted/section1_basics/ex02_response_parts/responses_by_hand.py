"""Every route an async one that makes its own response; the file from disk; 301 and 303; absolute addresses."""

import tempfile
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import FileResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

MOTD = 'Read the red test first.\nThen write "just enough".\n'
REPORT = "day,visits\nMonday,128\nTuesday,97\n"
API_VERSION = "2.1"
RELEASES = [5, 6, 7]
CACHE = {"rates": [1.08, 0.86], "weather": "rain"}
FOLDER = tempfile.TemporaryDirectory()
FILE = Path(FOLDER.name) / "report.csv"
FILE.write_text(REPORT, encoding="utf-8")

app = FastAPI()


@app.get("/motd")
async def read_motd():
    return PlainTextResponse(MOTD)


@app.get("/report.csv")
async def download_report():
    return FileResponse(FILE, filename="visits.csv", media_type="text/csv")


@app.get("/status")
async def read_status():
    return JSONResponse({"status": "ok"}, headers={"x-api-version": API_VERSION})


@app.get("/old-home")
async def old_home(request: Request):
    return RedirectResponse(request.url_for("home"), 301)


@app.get("/latest")
async def latest_release(request: Request):
    return RedirectResponse(request.url_for("read_release", number=max(RELEASES)), status_code=303)


@app.delete("/cache")
async def empty_cache():
    CACHE.clear()
    return Response(status_code=204)


@app.get("/home")
async def home():
    return {"page": "home"}


@app.post("/releases", status_code=201)
async def publish_release():
    RELEASES.append(RELEASES[-1] + 1)
    return {"release": RELEASES[-1]}


@app.get("/releases/{number}")
async def read_release(number: int):
    return {"release": number}


@app.get("/cache")
async def list_cache():
    return list(CACHE)
