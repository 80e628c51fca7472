"""What a Postman collection and an environment say, before they are played."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kata.answer import AnswerError, Place

_VERSION = re.compile(r"/collection/v(\d+\.\d+)\.\d+/")
_PROSE = {"info", "description", "name", "id", "_postman_id"}
"""Keys below which stand words for people, which are never sent."""
_URLS = {("request",), ("request", "url"), ("request", "url", "raw"), ("request", "url", "host", "0")}
_LOCAL = re.compile(r"\blocalhost\b|\b127\.0\.0\.1\b|\b0\.0\.0\.0\b|\[::1\]")
_NAMED = re.compile(r"(?i)^authorization$|token$")
_TOKEN = re.compile(r"(?i)\bbearer\s+(?=[\w.~+/-]*\d)[\w.~+/-]{16,}|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]+")


@dataclass(frozen=True)
class Text:
    """A text of a collection that is sent, or run as a script."""

    owner: tuple[str, ...]
    """The names of the folders and the request that it belongs to; none for the collection itself."""
    path: tuple[str, ...]
    """The keys that lead to it there; of a list of pairs the pair's `key`, of a script when it runs."""
    text: str

    def __str__(self) -> str:
        return f"{self.owner[-1] if self.owner else 'the collection'}: {self.text.strip()}"


class Collection:
    """A collection of version 2.1, and nothing else: `AnswerError` says what stands in the way."""

    def __init__(self, text: str, path: Path) -> None:
        self.source = _object(text, path)
        info = self.source.get("info")
        match = _VERSION.search(str(info.get("schema", "")) if isinstance(info, dict) else "")
        if match is None or match[1] != "2.1":
            said = f"version {match[1]}" if match else "none (`info.schema` names no version)"
            raise AnswerError(
                f"{path.name} is no collection of version 2.1 but of {said}",
                advice="In Postman: Export, Collection v2.1. Its `info.schema` ends in /v2.1.0/collection.json.",
            )
        if not isinstance(self.source.get("item"), list):
            raise AnswerError(
                f"{path.name} has no list `item`", advice="That is where the requests of a collection are."
            )
        self._texts = list(_texts(self.source, (), ()))

    @property
    def requests(self) -> list[str]:
        """The names of all requests, in their order."""
        return [text.owner[-1] for text in self._requests]

    @property
    def auth(self) -> dict[str, str]:
        """The type and the token of the collection's auth, as written."""
        own = {text.path: text.text for text in self._texts if not text.owner}
        kind = own.get(("auth", "type"), "none")
        return {"type": kind, "token": own.get(("auth", kind, "token"), "none")}

    @property
    def own_auth(self) -> list[str]:
        """Who brings credentials in place of the collection's: by an auth, or by a header."""
        return self._where(
            lambda text: (
                bool(text.owner)
                and (
                    (text.path[-2:] == ("auth", "type") and text.text != "noauth")
                    or [key.lower() for key in text.path] == ["request", "header", "authorization"]
                )
            )
        )

    @property
    def without_script(self) -> list[str]:
        """The requests before which no pre-request script runs: not their own, no folder's, not the collection's."""
        prepared = [text.owner for text in self._texts if "prerequest" in text.path and _runs(text.text)]
        return [
            request.owner[-1]
            for request in self._requests
            if not any(request.owner[: len(owner)] == owner for owner in prepared)
        ]

    @property
    def hosts(self) -> list[str]:
        """Where a host stands: as a request's, in a variable, or this machine's name anywhere."""
        return self._where(
            lambda text: (
                (text.path in _URLS and not text.text.startswith("{{"))
                or ("variable" in text.path and "://" in text.text)
                or _LOCAL.search(text.text) is not None
            )
        )

    @property
    def tokens(self) -> list[str]:
        """Where a token stands that somebody pasted: in a header, an auth, a variable or a script."""
        return self._where(
            lambda text: (
                (_NAMED.search(text.path[-1]) is not None and text.text != "" and "{{" not in text.text)
                or _TOKEN.search(text.text) is not None
            )
        )

    def places_of(self, secret: str) -> list[str]:
        """Where `secret` stands."""
        return self._where(lambda text: secret in text.text)

    @property
    def _requests(self) -> list[Text]:
        """Of each request one text, its method or URL."""
        return list({text.owner: text for text in self._texts if text.path[0] == "request"}.values())

    def _where(self, condition: Callable[[Text], bool]) -> list[str]:
        return list(dict.fromkeys(str(text) for text in self._texts if condition(text)))


def environment_of(text: str, path: Path) -> dict[str, str]:
    """The variables of an environment that are switched on; `AnswerError` where it is none."""
    values = _object(text, path).get("values")
    if not isinstance(values, list) or not all(isinstance(each, dict) and "key" in each for each in values):
        raise AnswerError(f"{path.name} has no list `values`", advice="It is what Postman exports as an environment.")
    return {str(each["key"]): str(each.get("value", "")) for each in values if each.get("enabled", True)}


def _object(text: str, path: Path) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except json.JSONDecodeError as error:
        line = (text.splitlines() or [""])[min(error.lineno, len(text.splitlines()) or 1) - 1]
        raise AnswerError(f"{path.name} is no JSON", error.msg, Place(path, error.lineno, line.strip())) from None
    if not isinstance(found, dict):
        raise AnswerError(f"{path.name} is JSON, but no object", advice="Postman writes an object: { … }.")
    return found


def _texts(node: Any, owner: tuple[str, ...], path: tuple[str, ...]) -> Iterator[Text]:
    match node:
        case str():
            yield Text(owner, path, node)
        case list():
            for number, each in enumerate(node):
                yield from _texts(each, owner, (*path, str(number)))
        case {"disabled": True} | {"enabled": False}:
            return
        case {"key": str(key), "value": value}:
            yield from _texts(value, owner, (*path[:-1], key))
        case {"listen": str(listen), "script": {"exec": lines}}:
            whole = "\n".join(map(str, lines)) if isinstance(lines, list) else str(lines)
            yield from (Text(owner, (*path[:-1], listen, "exec"), line) for line in whole.splitlines())
        case dict():
            if path[-2:-1] == ("item",):
                owner, path = (*owner, str(node.get("name", "a request without a name"))), ()
            for key, each in node.items():
                if key == "response":  # saved examples: of them only what was sent
                    sent = [_dict(example).get("originalRequest") for example in each or []]
                    yield from _texts(sent, owner, ("example",))
                elif key not in _PROSE:
                    yield from _texts(each, owner, (*path, key))


def _dict(node: Any) -> dict[str, Any]:
    return node if isinstance(node, dict) else {}


def _runs(line: str) -> bool:
    """Whether a line of a script is more than a comment."""
    return bool(line.strip()) and not line.strip().startswith("//")
