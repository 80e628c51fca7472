"""The reference answer to $number $title."""

from fastapi import FastAPI

app = FastAPI()


@app.get("/greeting")
def greeting() -> dict[str, str]:
    return {"hello": "world"}
