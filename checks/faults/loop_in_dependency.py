"""An endless loop in a dependency."""

from fastapi import Depends, FastAPI, Response

app = FastAPI()


def spin():
    while True:
        pass


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two", dependencies=[Depends(spin)])
def two():
    return {"door": 2}


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
