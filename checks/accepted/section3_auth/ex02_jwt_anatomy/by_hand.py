"""No library at all: HMAC, base64url and JSON by hand, the claims judged by a strict pydantic model."""

import base64
import hmac
import os
import time
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, StrictStr, TypeAdapter, ValidationError

router = APIRouter()


class Claims(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)
    sub: str
    exp: int | float


HEADER = b'{"typ":"JWT","alg":"HS256"}'


class Wanted(BaseModel):
    sub: StrictStr
    role: StrictStr


JsonObject = TypeAdapter(dict[str, object])


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().strip("=")


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode() + b"==")


def signature(text: str) -> str:
    return encoded(hmac.new(os.environ["JWT_SECRET"].encode(), text.encode(), "sha256").digest())


def refusal(words: str) -> JSONResponse:
    return JSONResponse({"error": words}, 401, {"www-authenticate": "bearer"})


def text_in(authorization: str) -> str:
    scheme, _, text = authorization.partition(" ")
    return text if scheme.lower() == "bearer" else ""


@router.post("/tokens")
def make(wanted: Wanted):
    now = time.time()
    claims = {"role": wanted.role, "exp": now + 900, "iat": now, "sub": wanted.sub}
    text = f"{encoded(HEADER)}.{encoded(JsonObject.dump_json(claims))}"
    return {"token": f"{text}.{signature(text)}", "token_type": "bearer"}


@router.get("/claims")
def verified(authorization: Annotated[str, Header()] = ""):
    try:
        header, payload, signed = text_in(authorization).split(".")
        if not hmac.compare_digest(signed.encode(), signature(f"{header}.{payload}").encode()):
            return refusal("signature")
        if JsonObject.validate_json(decoded(header)).get("alg") != "HS256":
            return refusal("algorithm")
        claims = Claims.model_validate_json(decoded(payload))
    except (ValueError, ValidationError):
        return refusal("no token")
    return claims if time.time() < claims.exp else refusal("expired")


@router.get("/peek")
def seen(authorization: Annotated[str, Header()] = ""):
    try:
        header, claims = (JsonObject.validate_json(decoded(part)) for part in text_in(authorization).split(".")[:2])
    except ValueError:
        return refusal("no token")
    return {"verified": False, "header": header, "claims": claims}


app = FastAPI()
app.include_router(router)
