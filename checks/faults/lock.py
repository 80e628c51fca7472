"""A lock that is never released."""

import threading

from fastapi import FastAPI, Response

app = FastAPI()
lock = threading.Lock()


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    lock.acquire()
    lock.acquire()


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
