"""The process ended while the module is imported."""

import os

from fastapi import FastAPI, Response

app = FastAPI()

os._exit(0)


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    return {"door": 2}


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
