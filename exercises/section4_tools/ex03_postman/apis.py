"""Given: the right API and the broken ones side by side, and two that only repeat what the right one said.

The tests play the collection against each, under paths that they make up. To try one by hand, run
`nox -s serve -- 4.3 --app apis`, and let `base_url` end in its name: /right, or /a-wrong-password-is-let-in.
"""

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import Flaw, create_app


@dataclass
class Answer:
    path: str
    status: int = 404
    body: bytes = b""


class Recorder:
    """Passes requests on to `app` and keeps its answers, in their order."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.answers: list[Answer] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer(scope["path"])
        self.answers.append(answer)

        async def keep(message: Message) -> None:
            answer.status = message.get("status", answer.status)
            answer.body += message.get("body", b"")
            await send(message)

        await self.app(scope, receive, keep)


class Repeater:
    """Answers as the right API did when it was asked in the same order, but for one change."""

    def __init__(self, recorder: Recorder, change: Callable[[Answer], Answer]) -> None:
        self.recorder = recorder
        self.change = change
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        said = [*self.recorder.answers[self.asked :], Answer(scope["path"])][0]
        self.asked += 1
        answer = self.change(said)
        await Response(answer.body, answer.status, media_type="application/json")(scope, receive, send)


def other_status(said: Answer) -> Answer:
    status = {200: 202, 201: 200, 401: 403}.get(said.status, 418)
    return Answer(said.path, status, said.body)


def other_body(said: Answer) -> Answer:
    """One value is another, and all else as it was; where there was an error, what was refused stands in its place."""
    token, note = {"access_token": "a.b.c", "token_type": "bearer"}, {"id": "0", "text": "Nobody's"}
    if said.status >= 400:
        body = token if said.path.endswith("/login") else [note]
    else:
        body = changed(json.loads(said.body), "text" if said.status == 201 else "id")
    return Answer(said.path, said.status, json.dumps(body).encode())


def changed(body: Any, key: str) -> Any:
    """`body` with another value at `key`, in each note of a list as well; of a token the type is another."""
    if isinstance(body, list):
        return [changed(note, key) for note in body]
    key = "token_type" if "token_type" in body else key
    return {**body, key: f"{body.get(key)}, or nearly"}


def path_of(name: str) -> str:
    return "/" + PATHS.get(name, name.replace(" ", "-"))


PATHS = json.loads(os.environ.get("PATHS", "{}"))
right = Recorder(create_app())

app = FastAPI(title="Notes, right and wrong")
app.mount(path_of("right"), right)
for flaw in Flaw:
    app.mount(path_of(flaw), create_app(flaw))
app.mount(path_of("other status"), Repeater(right, other_status))
app.mount(path_of("other body"), Repeater(right, other_body))
