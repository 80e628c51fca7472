"""9.1 Doors. The task is in README.md."""

from fastapi import FastAPI, HTTPException

app = FastAPI()


@app.get("/one")
@app.get("/two")
@app.get("/three")
@app.post("/four")
def door():
    # TODO: a route for each door.
    raise HTTPException(501, "not written yet")
