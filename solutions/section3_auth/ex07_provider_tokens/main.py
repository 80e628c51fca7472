"""3.7 Provider tokens: signed elsewhere, checked here with the provider's public keys."""

import os
import time
from threading import Lock
from typing import Annotated, Any

import httpx
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import JOSEError, jwt

ISSUER = "https://id.example.com"
AUDIENCE = "orders-api"
JWKS_URL = os.environ.get("JWKS_URL", "http://127.0.0.1:9000/jwks")

app = FastAPI(title="Orders")
bearer = HTTPBearer()


def refused(detail: str) -> HTTPException:
    return HTTPException(401, detail, {"WWW-Authenticate": "Bearer"})


class KeySet:
    """The provider's public keys by their `kid`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.keys: dict[str, dict[str, Any]] = {}
        self.next_download = 0.0
        self.lock = Lock()

    def download(self) -> dict[str, dict[str, Any]]:
        """The keys that the provider has now. Fails in many ways: httpx.HTTPError, ValueError, KeyError, TypeError."""
        document = httpx.get(self.url, timeout=2).raise_for_status().json()
        return {key["kid"]: key for key in document["keys"]}

    def find(self, kid: str) -> dict[str, Any] | None:
        if kid not in self.keys:
            with self.lock:  # of many requests at once, one downloads
                if time.monotonic() >= self.next_download:
                    try:
                        self.keys = self.download()
                    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
                        raise HTTPException(503, "the provider's keys cannot be had just now") from error
                    # Not before: after a failure the next request may try again.
                    self.next_download = time.monotonic() + 60
        return self.keys.get(kid)


key_set = KeySet(JWKS_URL)


def current_user(credentials: Annotated[HTTPAuthorizationCredentials, Depends(bearer)]) -> str:
    token = credentials.credentials
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        key = key_set.find(kid) if isinstance(kid, str) else None
        if key is None:
            raise refused("nobody knows the token's key")
        # What is required is checked as well; python-jose forgives the absence of any other claim.
        options = {"require_aud": True, "require_exp": True, "require_sub": True}
        claims = jwt.decode(token, key, ["RS256"], options, audience=AUDIENCE, issuer=ISSUER)
    except JOSEError as error:  # JWTError would be too narrow: a key that does not suit is a JWKError
        raise refused("the token is not valid") from error
    return claims["sub"]


@app.get("/me")
def read_me(user: Annotated[str, Depends(current_user)]) -> dict[str, str]:
    return {"sub": user}
