"""Twenty processes started and left."""

import subprocess
import sys

from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    for _ in range(20):
        subprocess.Popen([sys.executable, "-I", "-S", "-c", "import time; time.sleep(3600)"])
    return {"door": 2}


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
