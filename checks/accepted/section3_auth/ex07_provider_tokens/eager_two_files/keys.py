"""The provider's keys, in a list as they came."""

import os
from datetime import UTC, datetime, timedelta

import httpx


class Unavailable(Exception):
    pass


class Provider:
    def __init__(self):
        self.keys = []
        self.loaded = self.reloaded = datetime.min.replace(tzinfo=UTC)

    def load(self):
        try:
            response = httpx.get(os.environ["JWKS_URL"], timeout=3)
            response.raise_for_status()
            self.keys = response.json()["keys"]
        except httpx.HTTPError as error:
            raise Unavailable from error
        self.loaded = datetime.now(UTC)

    def key(self, kid):
        now = datetime.now(UTC)
        if not self.keys or now - self.loaded > timedelta(minutes=10):
            self.load()
        found = [key for key in self.keys if key["kid"] == kid]
        if not found and now - self.reloaded >= timedelta(minutes=1):
            self.load()
            self.reloaded = now
            found = [key for key in self.keys if key["kid"] == kid]
        if not found:
            raise LookupError(kid)
        return found[0]
