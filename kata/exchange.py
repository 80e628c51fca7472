"""What went over the wire, kept while a test runs and told when it fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx
import httpx2

Request = httpx.Request | httpx2.Request
Response = httpx.Response | httpx2.Response

VALUE = 72
"""Longest header value shown whole, in characters."""
PADDING = 20
"""Most blanks at the end of a body that are shown."""
BODY_LINES = 14
"""Most lines of a body that are shown."""
BODY = 900
"""Most characters of a body that are shown."""

# What every request of the test client carries; shown only where a test gives another value.
_USUAL = {
    "accept": "*/*",
    "accept-encoding": None,
    "connection": "keep-alive",
    "host": "testserver",
    "user-agent": "testclient",
    "content-length": None,
}


@dataclass
class Wire:
    """The requests of one test with their answers, in order. Only references are kept until somebody asks."""

    exchanges: list[tuple[Request, Response | None]] = field(default_factory=list)
    told: ClassVar[Callable[[str], None] | None] = None
    """Who else is told of each request as it goes out, as `POST /users`: a supervisor, in case no answer comes."""

    def listen(self, client: Any) -> None:
        """Hear every exchange of an httpx or httpx2 client from now on."""
        client.event_hooks["request"].append(self._sent)
        client.event_hooks["response"].append(self._received)
        client.event_hooks = client.event_hooks

    def _sent(self, request: Request) -> None:
        self.exchanges.append((request, None))
        if Wire.told is not None:
            Wire.told(self.line(-1))

    def _received(self, response: Response) -> None:
        for index in range(len(self.exchanges) - 1, -1, -1):
            if self.exchanges[index][0] is response.request:
                self.exchanges[index] = (response.request, response)
                return

    def lines(self) -> list[str]:
        """The last exchange in full, `>` before what was sent and `<` before what came back."""
        if not self.exchanges:
            return []
        request, response = self.exchanges[-1]
        sent = [f"{request.method} {_target(request)} HTTP/1.1", *_sent_headers(request), "", *_body(request)]
        if response is None:
            return [*_marked(">", sent), "no answer came back"]
        reason = f" {response.reason_phrase}" if response.reason_phrase else ""
        received = [f"HTTP/1.1 {response.status_code}{reason}", *_headers(response), "", *_body(response)]
        return [*_marked(">", sent), *_marked("<", received)]

    def earlier(self) -> list[str]:
        """The exchanges before the last one, a line each: `POST /users → 201`."""
        return [
            f"{self.line(number)} → {response.status_code if response else 'no answer'}"
            for number, (_, response) in enumerate(self.exchanges[:-1])
        ]

    def line(self, number: int) -> str:
        """The method and target of one request, such as `POST /users`."""
        return f"{self.exchanges[number][0].method} {_target(self.exchanges[number][0])}"


def cut(text: str, limit: int) -> str:
    """`text`, or its beginning and how long it was."""
    return text if len(text) <= limit else f"{text[: limit - 1]}…({len(text):,} characters)"


def _target(request: Request) -> str:
    return request.url.raw_path.decode("ascii", "replace")


def _sent_headers(request: Request) -> list[str]:
    """The request's headers but those that say nothing: the usual ones of the test client."""
    return [
        line
        for (name, value), line in zip(request.headers.multi_items(), _headers(request), strict=True)
        if name.lower() not in _USUAL or _USUAL[name.lower()] not in (None, value)
    ]


def _headers(message: Request | Response) -> list[str]:
    raw = ((name.decode("latin-1"), value.decode("latin-1")) for name, value in message.headers.raw)
    return [f"{name}: {cut(value, VALUE)}" for name, value in raw]


def _content(message: Request | Response) -> bytes | None:
    """The body, or None where it was never read: asking for `.content` would raise then."""
    return getattr(message, "_content", None)


def _body(message: Request | Response) -> list[str]:
    content = _content(message)
    if content is None:
        return ["(a stream, not read)"]
    if not content:
        return []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return [f"({len(content):,} bytes that are no text)"]
    if not text.isprintable() and not text.translate({9: " ", 10: " ", 13: " "}).isprintable():
        text = "".join(c if c.isprintable() or c in "\n\r\t" else "�" for c in text)
    told = text.rstrip()
    padding = len(text) - len(told)
    lines = (told if padding > PADDING else text).splitlines()
    kept = cut("\n".join(lines[:BODY_LINES]), BODY).split("\n")
    if len(lines) > BODY_LINES:
        kept.append(f"…({len(lines):,} lines, {len(text):,} characters)")
    if padding > PADDING:
        kept.append(f"…(and {padding:,} blanks)")
    return kept


def _marked(mark: str, lines: list[str]) -> list[str]:
    """Each line behind its mark; no empty line at the end."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return [f"{mark} {line}".rstrip() for line in lines]
