"""Import and exercise everything once, so that a test finds it ready."""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

_ALWAYS = ("encodings.unicode_escape", "httpx2", "multipart", "pdb", "python_multipart")  # pdb is for pytest
_BY_WORD = {
    "clock": "time_machine",
    "httpx": "httpx",
    "jose": "jose.jwt",
    "jwt": "jwt",
    "limits": "limits",
    "pwdlib": "pwdlib",
    "pydantic_settings": "pydantic_settings",
    "redis": "redis",
    "served": "uvicorn",
    "sqlalchemy": "sqlalchemy.orm",
    "yaml": "yaml",
}
"""What takes a while to import, by the word in an exercise's tests or answer that says that it is needed."""
_WORD = re.compile(r"[a-z_]+")


def warm_up() -> None:
    """Afterwards all is there that every exercise needs, and no other thread is running: the process may fork."""
    _import(_ALWAYS)
    _one_request()
    deadline = time.monotonic() + 2
    while threading.active_count() > 1 and time.monotonic() < deadline:
        time.sleep(0.001)


def warm_up_for(*folders: Path) -> None:
    """Import what the Python files in `folders` speak of."""
    words: set[str] = set()
    for folder in folders:
        for path in folder.rglob("*.py"):
            with contextlib.suppress(OSError):
                words.update(_WORD.findall(path.read_text(encoding="utf-8", errors="replace")))
    _import(_BY_WORD[word] for word in sorted(words & _BY_WORD.keys()))


def _import(names: Iterable[str]) -> None:
    """Only what the section has installed can be warmed."""
    for name in names:
        if name not in sys.modules:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)


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
