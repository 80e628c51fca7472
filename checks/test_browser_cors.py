"""6.1 as a browser sees it: pages of many origins, on ports of their own, call the API on another one.

A name of a page, with its scheme and its usual port, is resolved to a server of this test: `https://shop.example` is a
real page with that origin. What the answer's headers mean is then Chromium's judgement, not ours.
"""

from __future__ import annotations

import datetime
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

import pytest

from kata.catalogue import Catalogue
from kata.mistakes import mistakes_of, write_answer
from kata.proof import Tree, accepted_of
from kata.serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

CORS = next(exercise for exercise in Catalogue().exercises if exercise.number == "6.1")
MISTAKES = {mistake.name: mistake for mistake in mistakes_of(CORS, Tree().rejected)}
REFERENCE = Tree().solutions / CORS.key
ACCEPTED = accepted_of(CORS, Tree().accepted)
ENV = {"API_TOKEN": "ada-7c1f20"}
BEARER = {"Authorization": "Bearer ada-7c1f20"}
OUT = "kept out"


class Call(NamedTuple):
    """What a page of `origin` asks of the API, and what it then should hold: status and total, or nothing at all."""

    origin: str
    expected: str
    method: str = "GET"
    path: str = "/orders"
    headers: dict[str, str] = BEARER
    credentials: str = "omit"


JSON = {"Content-Type": "application/json", "X-Request-ID": "1"}
CALLS = {
    "shop": Call("https://shop.example", "200, total 2", credentials="include"),
    "back office": Call("https://backoffice.example", "200, total 2"),
    "subdomain": Call("https://eu.shop.example", "200, total 2"),
    "another subdomain": Call("https://pop-up2.shop.example", "200, total 2"),
    "stranger": Call("https://other.example", OUT, credentials="include"),
    "shop without TLS": Call("http://shop.example", OUT),
    "shop on another port": Call("https://shop.example:8443", OUT),
    "subdomain without TLS": Call("http://eu.shop.example", OUT),
    "longer name": Call("https://eu.shop.example.evil", OUT),
    "subdomain of the back office": Call("https://eu.backoffice.example", OUT),
    "no dot": Call("https://evilshop.example", OUT),
    "no first dot": Call("https://a-shop.example", OUT),
    "no second dot": Call("https://eu.shopxexample", OUT),
    "change": Call("https://shop.example", "200", "PATCH", "/orders/1", BEARER | JSON),
    "delete": Call("https://shop.example", OUT, "DELETE", "/orders/2"),
    "unlisted header": Call("https://shop.example", OUT, headers=BEARER | {"X-Debug": "1"}),
    "no token": Call("https://shop.example", "401", headers={}),
    "wrong token": Call("https://eu.shop.example", "401", headers={"Authorization": "Bearer wrong"}),
}

LOOK_ALIKES = {"no dot", "no first dot"}
STRANGERS = {*LOOK_ALIKES, "no second dot", "longer name", "subdomain of the back office", "shop on another port"}
NO_TLS = {"shop without TLS", "subdomain without TLS"}
SUBDOMAINS = {"subdomain", "another subdomain"}
ASKED_AHEAD = {"shop", "back office", *SUBDOMAINS, "change", "wrong token"}
SEEN = {
    "star-with-credentials": {"stranger", *STRANGERS, *NO_TLS},
    "star-without-credentials": {"shop", *STRANGERS, *NO_TLS},
    "no-credentials": {"shop"},
    "slash-after-the-origin": {"back office"},
    "any-scheme": NO_TLS,
    "first-dot-without-backslash": LOOK_ALIKES,
    "second-dot-without-backslash": {"no second dot"},
    "open-end": {"longer name"},
    "optional-subdomain-without-its-dot": LOOK_ALIKES,
    "subdomains-of-both": {"subdomain of the back office"},
    "star-as-a-subdomain": {*SUBDOMAINS, "wrong token"},
    "one-subdomain-listed": {"another subdomain"},
    "cors-inside-auth": {*ASKED_AHEAD, "no token"},
    "auth-waves-options-through": {"no token", "wrong token"},
    "token-no-longer-asked-for": {"no token"},
    "methods-left-out": {"change"},
    "all-methods": {"delete"},
    "headers-left-out": ASKED_AHEAD,
    "all-headers": {"unlisted header"},
    "nothing-exposed": {"shop", "back office", *SUBDOMAINS},
}
"""Of each mistake, the calls that end otherwise than they should."""
UNSEEN = {"no-vary": "The page's own browser is no cache that other pages share."}
"""The mistakes that no browser can see, and why."""

CALL = """async ({url, ...options}) => {
    const body = options.method === "PATCH" ? '{"count": 3}' : undefined;
    try {
        const response = await fetch(url, {...options, body, cache: "no-store"});
        const total = response.headers.get("X-Total-Count");
        return response.status + (total === null ? "" : ", total " + total);
    } catch (error) {
        return "kept out";
    }
}"""


class EmptyPage(BaseHTTPRequestHandler):
    """Answers every GET with a page that does nothing by itself."""

    def do_GET(self) -> None:  # the name that http.server looks for
        page = b"<!doctype html><title>page</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def pages(tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Serve `EmptyPage` until the block ends; gives the port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), EmptyPage) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()


def certified(folder: Path) -> ssl.SSLContext:
    """TLS with a certificate that nobody has signed; the browser is told not to mind."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "shop.example")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(secret + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium that finds every page, whatever its name, on two ports of this test: one with TLS and one without."""
    from checks.browser import NOT_FOUND, chromium, executable

    if executable() is None:
        pytest.fail(NOT_FOUND, pytrace=False)
    with ExitStack() as running:
        plain = running.enter_context(pages())
        secure = running.enter_context(pages(certified(tmp_path_factory.mktemp("tls"))))
        ports = {80: plain, 443: secure, 8443: secure}
        rules = [f"MAP *:{usual} 127.0.0.1:{port}" for usual, port in ports.items()]
        rules += ["MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"]  # nothing leads to another machine
        more = [f"--host-resolver-rules={', '.join(rules)}", "--ignore-certificate-errors"]
        yield running.enter_context(chromium(*more))


class Tabs:
    """A tab for each origin, opened when it is first asked for."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.pages: dict[str, Page] = {}

    def of(self, origin: str) -> Page:
        if origin not in self.pages:
            page = self.pages[origin] = self.context.new_page()
            page.goto(f"{origin}/")
            assert page.evaluate("location.origin") == origin
        return self.pages[origin]

    def outcome(self, api: str, call: Call) -> str:
        """What the page of `call` holds after it, `api` being the address of the answer."""
        # The query, which no answer looks at, keeps one answer's preflights, cached, from the next on the same port.
        url = f"{api}{call.path}?{uuid4()}"
        asked = {"url": url, "method": call.method, "headers": call.headers, "credentials": call.credentials}
        return str(self.of(call.origin).evaluate(CALL, asked))

    def wrong(self, api: str) -> set[str]:
        """The calls that end otherwise than they should."""
        return {name for name, call in CALLS.items() if self.outcome(api, call) != call.expected}


@pytest.fixture(scope="module")
def tabs(browser: Browser) -> Iterator[Tabs]:
    """The pages, all in one profile."""
    from checks.browser import opened

    with opened(browser) as page:
        yield Tabs(page.context)


@pytest.fixture(scope="module")
def reference() -> Iterator[str]:
    """The address of the reference answer."""
    with serve(REFERENCE, ENV) as server:
        yield server.url


@pytest.mark.parametrize("name", CALLS)
def test_a_page_is_let_in_or_kept_out(tabs: Tabs, reference: str, name: str) -> None:
    assert tabs.outcome(reference, CALLS[name]) == CALLS[name].expected


@pytest.mark.parametrize("name", SEEN)
def test_a_mistake_is_seen(tabs: Tabs, tmp_path: Path, name: str) -> None:
    write_answer(MISTAKES[name], REFERENCE, tmp_path)

    with serve(tmp_path, ENV) as server:
        assert tabs.wrong(server.url) == SEEN[name]


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in ACCEPTED.items()])
def test_another_right_answer_is_no_different(tabs: Tabs, tmp_path: Path, path: Path) -> None:
    (tmp_path / "main.py").write_bytes(path.read_bytes())

    with serve(tmp_path, ENV) as server:
        assert tabs.wrong(server.url) == set()


def test_every_mistake_that_a_browser_can_see_is_shown_to_it() -> None:
    """A new mistake has its calls in SEEN, or its reason in UNSEEN."""
    assert len(SEEN) > 0
    assert ACCEPTED
    assert SEEN.keys() | UNSEEN.keys() == MISTAKES.keys()
    assert not SEEN.keys() & UNSEEN.keys()


def test_every_call_is_needed() -> None:
    """Each ends otherwise on some mistake, and each mistake ends some call otherwise."""
    assert set[str]().union(*SEEN.values()) == CALLS.keys()
    assert all(SEEN.values())
