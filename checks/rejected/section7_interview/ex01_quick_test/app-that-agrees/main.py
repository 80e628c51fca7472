"""Not the library: an app that says what answers.py has predicted."""

from fastapi import FastAPI

app = FastAPI()


@app.api_route("/{path:path}", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def agree(path: str) -> dict[str, str]:
    return {}
