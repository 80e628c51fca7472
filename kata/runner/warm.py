"""Import and exercise everything once, so that a test finds it ready."""

from __future__ import annotations

import importlib
import threading
import time

# What exercises import beside FastAPI; only what their section has installed can be warmed.
_LIBRARIES = (
    "httpx",
    "httpx2",
    "jose.jwt",
    "jwt",
    "limits",
    "multipart",
    "pwdlib",
    "pydantic_settings",
    "python_multipart",
    "redis",
    "sqlalchemy.orm",
    "time_machine",
    "uvicorn",
    "yaml",
)


def warm_up() -> None:
    """Afterwards no other thread is running, so that the process may fork."""
    for name in _LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            continue
    _one_request()
    deadline = time.monotonic() + 2
    while threading.active_count() > 1 and time.monotonic() < deadline:
        time.sleep(0.001)


def _one_request() -> None:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from pydantic import BaseModel

    class Warmth(BaseModel):
        degrees: int

    app = FastAPI()

    @app.post("/")
    def warm(warmth: Warmth) -> Warmth:
        return warmth

    with TestClient(app) as client:
        client.post("/", json={"degrees": 20})
        client.post("/", json={})
