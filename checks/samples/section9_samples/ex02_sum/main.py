"""9.2 Sum, answered: the exercise that stands beside the broken ones."""

from calculate import add
from fastapi import FastAPI

app = FastAPI()


@app.get("/sum")
def read_sum(a: int, b: int) -> dict[str, int]:
    return {"sum": add(a, b)}
