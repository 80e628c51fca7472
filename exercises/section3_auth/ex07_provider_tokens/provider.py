"""The identity provider of 3.7, given: nothing to do here. It publishes its public keys and signs tokens to order.

`GET /jwks` is what providers have. What lies under /control is for the tests, and for trying by hand.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from functools import cache
from typing import Annotated, Any

from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA512
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import Body, FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

ISSUER = "https://id.example.com"
AUDIENCE = "orders-api"

app = FastAPI(title="Identity provider")


@cache
def private_key(number: int) -> rsa.RSAPrivateKey:
    """The provider's first key, its second, …: each is made once, as making one takes a while."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class State:
    """The keys by their `kid`, how often they were fetched, and the status of an outage."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.fetches = 0
        self.outage: int | None = None
        for _ in range(2):  # both are in use
            self.add_key()

    def add_key(self) -> str:
        kid = secrets.token_hex(4)
        self.keys[kid] = private_key(len(self.keys))
        return kid


state = State()


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@app.get("/jwks")
def read_jwks() -> Any:
    """The public keys that the tokens are signed with (RFC 7517)."""
    state.fetches += 1
    if state.outage:
        return JSONResponse({"error": "out of order"}, state.outage)
    keys = []
    for kid, key in state.keys.items():
        numbers = key.public_key().public_numbers()
        n, e = numbers.n.to_bytes(256, "big"), numbers.e.to_bytes(3, "big")
        keys.append({"kty": "RSA", "use": "sig", "alg": "RS256", "kid": kid, "n": base64url(n), "e": base64url(e)})
    return {"keys": keys}


@app.post("/control/reset", status_code=204)
def reset() -> None:
    """Two keys under new names, no fetches, no outage."""
    global state
    state = State()


@app.get("/control/keys")
def read_kids() -> list[str]:
    """The `kid` of each key, in the order of the set."""
    return list(state.keys)


@app.post("/control/keys")
def rotate() -> str:
    """Take a new key into use and answer its `kid`. The old ones stay in the set: their tokens live on for a while."""
    return state.add_key()


@app.get("/control/fetches")
def read_fetches() -> int:
    """How often the key set was asked for."""
    return state.fetches


@app.post("/control/outage", status_code=204)
def begin_outage(status: Annotated[int, Body(embed=True)]) -> None:
    """Answer with this status whoever asks for the key set."""
    state.outage = status


class Order(BaseModel):
    """What is special about a token. A claim or a header field that is null is not in it."""

    claims: dict[str, Any] = {}
    header: dict[str, Any] = {}
    signed_by: str | None = Field(None, description="the kid of the key that signs, by default the set's first")


@app.post("/control/tokens")
def sign(order: Order = Order()) -> str:  # noqa: B008
    """A token that is good for five minutes, but for what the order says."""
    kid = order.signed_by or next(iter(state.keys))
    now = int(time.time())
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "ada", "iat": now, "exp": now + 300} | order.claims
    header = {"typ": "JWT", "alg": "RS256", "kid": kid} | order.header
    parts = [json.dumps({k: v for k, v in part.items() if v is not None}).encode() for part in (header, claims)]
    signed = ".".join(base64url(part) for part in parts)
    return f"{signed}.{base64url(signature(header['alg'], state.keys[kid], signed.encode()))}"


def signature(algorithm: str | None, key: rsa.RSAPrivateKey, message: bytes) -> bytes:
    match algorithm:
        case "RS256":
            return key.sign(message, padding.PKCS1v15(), SHA256())
        case "RS512":
            return key.sign(message, padding.PKCS1v15(), SHA512())
        case "HS256":  # the forgery: the public key, which everybody has, taken for a shared secret
            public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
            return hmac.digest(public, message, hashlib.sha256)
        case _:
            return b""
