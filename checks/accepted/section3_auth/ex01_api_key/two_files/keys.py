"""The keys, read once when the app starts, and the state that each is in."""

import os
from enum import StrEnum
from hmac import compare_digest


class State(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"


class KeyStore:
    def __init__(self) -> None:
        self.known: dict[bytes, State] = {}

    def load(self) -> None:
        self.known = {}
        for variable, state in (("API_KEYS", State.ACTIVE), ("SUSPENDED_KEYS", State.SUSPENDED)):
            for key in os.environ.get(variable, "").split(","):
                self.known[key.encode("utf-8", "surrogatepass")] = state
        self.known.pop(b"", None)

    def state_of(self, key: str) -> State | None:
        sent = key.encode("utf-8", "surrogatepass")
        return next((state for known, state in self.known.items() if compare_digest(known, sent)), None)
