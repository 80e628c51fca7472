"""Two files; an ASGI middleware that counts without blocking, by `limits.aio`, and refuses before FastAPI is asked."""

from fastapi import FastAPI, HTTPException
from guard import Guard

QUOTES = {1: "Simplicity is prerequisite for reliability.", 2: "Premature optimization is the root of all evil."}
app = FastAPI()
app.add_middleware(Guard, prefix="/quotes")


@app.get("/quotes")
def list_quotes():
    return QUOTES


@app.get("/quotes/{number}")
def read_quote(number: int):
    if number in QUOTES:
        return QUOTES[number]
    raise HTTPException(404, "unknown")


@app.get("/health")
def health():
    return "up"
