"""A thread that never ends."""

import threading
import time

from fastapi import FastAPI, Response

app = FastAPI()


def spin():
    while True:
        time.sleep(0.01)


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    threading.Thread(target=spin, daemon=True).start()
    return {"door": 2}


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
