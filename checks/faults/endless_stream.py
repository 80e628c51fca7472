"""A response that never ends."""

from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

app = FastAPI()


def forever():
    while True:
        yield b"more\n"


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    return StreamingResponse(forever())


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
