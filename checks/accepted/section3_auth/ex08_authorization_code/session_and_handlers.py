"""A session id in the cookie, everything else behind it; a required state (422); the answers to errors by exception handlers."""

import hashlib
import json
import os
import urllib.error
import urllib.parse
import urllib.request
import uuid
from base64 import b64encode, urlsafe_b64encode

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import JSONResponse

app = FastAPI()
sessions: dict[str, dict[str, str]] = {}
PROVIDER = os.environ["PROVIDER_URL"]


class BadState(Exception):
    pass


class Refused(Exception):
    pass


class Failed(Exception):
    pass


for kind, status in {BadState: 400, Refused: 401, Failed: 502}.items():
    headers = {"WWW-Authenticate": "Cookie"} if status == 401 else {}
    answer = JSONResponse({"detail": "sorry"}, status, headers)
    app.add_exception_handler(kind, lambda request, error, answer=answer: answer)


@app.get("/login", status_code=307)
def login(request: Request, response: Response) -> None:
    session_id, state = uuid.uuid4().hex, str(uuid.uuid4())
    verifier = uuid.uuid4().hex + uuid.uuid4().hex
    sessions[session_id] = {"state": state, "verifier": verifier}
    query = urllib.parse.urlencode(
        {
            "response_type": "code",
            "client_id": "photo-book",
            "redirect_uri": request.url_for("callback"),
            "scope": "profile",
            "state": state,
            "code_challenge": urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())[:-1].decode(),
            "code_challenge_method": "S256",
        }
    )
    response.headers["location"] = f"{PROVIDER}/authorize?{query}"
    response.set_cookie("sid", session_id, httponly=True, samesite="lax")


def verifier_of(request: Request, state: str = Query()) -> str:
    pending = sessions.get(request.cookies.get("sid", ""), {})
    if pending.get("state") != state:
        raise BadState
    del pending["state"]
    return pending.pop("verifier")


def asked(path: str, data: bytes | None, authorization: str) -> dict:
    request = urllib.request.Request(PROVIDER + path, data, {"Authorization": authorization})
    try:
        with urllib.request.urlopen(request, timeout=float(os.environ.get("TIMEOUT", "2"))) as answer:
            body = json.load(answer)
    except urllib.error.HTTPError as error:
        raise (Refused if error.code == 400 and path == "/token" else Failed) from error
    except (OSError, ValueError) as error:
        raise Failed from error
    if not isinstance(body, dict):
        raise Failed
    return body


@app.get("/callback")
def callback(request: Request, code: str = "", error: str = "", verifier: str = Depends(verifier_of)):
    if error:
        raise Refused
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": str(request.url_for("callback")),
        "code_verifier": verifier,
    }
    basic = b64encode(f"photo-book:{os.environ['CLIENT_SECRET']}".encode()).decode()
    token = asked("/token", urllib.parse.urlencode(form).encode(), f"Basic {basic}")
    if "access_token" not in token:
        raise Failed
    user = asked("/userinfo", None, f"Bearer {token['access_token']}")
    if not {"sub", "name"} <= user.keys():
        raise Failed
    return {"sub": user["sub"], "name": user["name"]}
