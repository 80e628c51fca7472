"""1.1 Request parts. The task is in README.md."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, JsonValue


class Report(BaseModel):
    method: str
    path: str
    item_id: int
    q: str | None
    tag: list[str]
    user_agent: str | None
    x_request_id: str | None
    body: JsonValue  # any JSON: an object, a list, a string, …


app = FastAPI(title="Inspect")


@app.post("/inspect/{item_id}")
def inspect() -> Report:
    # TODO: ask for each part of the request by a parameter of this function, then report what came in.
    raise HTTPException(501, "not written yet")
