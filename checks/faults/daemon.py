"""A process that has left its parent and its session."""

import os
import time

from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3600)
        os._exit(0)
    return {"door": 2}


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
