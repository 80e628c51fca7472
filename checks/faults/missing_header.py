"""A header left out."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    return {"door": 2}


@app.get("/three")
def three():
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
