"""A loop that swallows every exception."""

from fastapi import FastAPI, Response

app = FastAPI()


@app.get("/one")
def one():
    return {"door": 1}


@app.get("/two")
def two():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


@app.get("/three")
def three(response: Response):
    response.headers["X-Door"] = "3"
    return {"door": 3}


@app.post("/four", status_code=201)
def four(sent: dict):
    return sent
