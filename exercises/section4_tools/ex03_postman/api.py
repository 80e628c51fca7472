"""Given: the API that your collection is for. To try it by hand: nox -s serve -- 4.3 --app api"""

import os
import secrets
from enum import StrEnum
from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel

PASSWORD = os.environ.get("PASSWORD", "open-sesame-42")


class Flaw(StrEnum):
    """What a broken API does against its contract."""

    WRONG_PASSWORD = "a wrong password is let in"
    NO_TOKEN = "a request without a token is let in"
    FIRST_ID = "every note is read with the id of the first"
    OLD_LIST = "the list leaves new notes out"
    CUT_TEXT = "the text of a note is cut short"


class LogIn(BaseModel):
    username: str
    password: str


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class NewNote(BaseModel):
    text: str


class Note(NewNote):
    id: str


def create_app(flaw: Flaw | None = None) -> FastAPI:
    """The API, with one flaw or none; each has notes, tokens and request ids of its own."""
    welcome = Note(id=secrets.token_hex(4), text="Welcome")
    notes = {welcome.id: welcome}
    tokens: set[str] = set()
    request_ids: set[str] = set()

    def fresh_request(x_request_id: Annotated[str, Header()] = "") -> None:
        if not x_request_id or x_request_id in request_ids:
            raise HTTPException(400, "X-Request-ID is missing, or was sent before")
        request_ids.add(x_request_id)

    bearer = HTTPBearer(auto_error=False)

    def known_user(given: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> None:
        known = given is not None and given.credentials in tokens
        if not known and flaw is not Flaw.NO_TOKEN:
            raise HTTPException(401, "a token is needed", {"WWW-Authenticate": "Bearer"})

    app = FastAPI(title="Notes", dependencies=[Depends(fresh_request)])

    @app.post("/login")
    def log_in(given: LogIn) -> Token:
        known = given.password == PASSWORD or flaw is Flaw.WRONG_PASSWORD
        if given.username != "ada" or not known:
            raise HTTPException(401, "wrong username or password", {"WWW-Authenticate": "Bearer"})
        token = secrets.token_urlsafe()
        tokens.add(token)
        return Token(access_token=token)

    @app.post("/notes", status_code=201, dependencies=[Depends(known_user)])
    def create_note(new: NewNote) -> Note:
        text = new.text[: len(new.text) // 2] if flaw is Flaw.CUT_TEXT else new.text
        note = Note(id=secrets.token_hex(4), text=text)
        notes[note.id] = note
        return note

    @app.get("/notes", dependencies=[Depends(known_user)])
    def list_notes() -> list[Note]:
        return [welcome] if flaw is Flaw.OLD_LIST else list(notes.values())

    @app.get("/notes/{note_id}", dependencies=[Depends(known_user)])
    def read_note(note_id: str) -> Note:
        if note_id not in notes:
            raise HTTPException(404, "there is no such note")
        note = notes[note_id]
        return Note(id=welcome.id, text=note.text) if flaw is Flaw.FIRST_ID else note

    return app


app = create_app()
