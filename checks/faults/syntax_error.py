"""A parenthesis that is never closed."""

from fastapi import FastAPI

app = FastAPI(


@app.get("/one")
def one():
    return {"door": 1}
