"""A real browser for the project's own tests: the system's Chromium, driven by Playwright's sync API.

Tests take it by two fixtures of `checks/conftest.py` and run only with the option `--with-browser`:

    def test_the_page_is_let_in(page: Page) -> None:
        page.goto(server.url)

`page` is a tab of a new, empty profile, and `with opened(browser) as other:` is one more; `browser` is a Playwright
`Browser`, one a module.

No test reaches another machine: only 127.0.0.1 and localhost have an address. A test that needs names of its own starts
its browser by `chromium` with a `--host-resolver-rules` of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import fastapi_offline
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
"""What the executable is called where it is on the path, as on Linux."""
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    r"%ProgramFiles%\Google\Chrome\Application\chrome.exe",
    r"%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe",
    r"%LocalAppData%\Google\Chrome\Application\chrome.exe",
)
"""Where macOS and Windows keep it."""
NOT_FOUND = """There is no Chromium (or Chrome) for the tests with a browser. Install one:
  Debian, Ubuntu  sudo apt-get install chromium
  Fedora          sudo dnf install chromium
  macOS           brew install --cask google-chrome
  Windows         winget install Google.Chrome"""
ARGUMENTS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PATIENCE = 10_000
"""Milliseconds that a page may take for one step, on a busy machine."""
ASSETS = Path(fastapi_offline.__file__).parent / "static"
"""The script and style files of Swagger UI and ReDoc."""


def executable() -> str | None:
    """Where the system's Chromium is, or None: `NOT_FOUND` then says how to install one."""
    known = [shutil.which(command) for command in COMMANDS]
    usual = [place for place in map(os.path.expandvars, PLACES) if Path(place).is_file()]
    return next(filter(None, [*known, *usual]), None)


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """The system's Chromium, without a window, until the block ends.

    `more` are further arguments for it; of two that set the same, Chromium takes the later one. Meanwhile Playwright
    has an event loop in this thread: `asyncio.run` does not work within the block.
    """
    # Playwright removes what it makes, but a Ctrl-C stops Chromium before it has removed what is its own. That lies in
    # /tmp itself, since a socket is in it, whose path may have 104 characters on macOS.
    short = "/tmp" if os.name == "posix" else None
    scratch = tempfile.TemporaryDirectory(prefix="kata-chromium-", dir=short, ignore_cleanup_errors=True)
    with scratch as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            args=[*ARGUMENTS, *more],
            chromium_sandbox=False,
            headless=True,
            env={**os.environ, "TMPDIR": folder},
        )
        with _closed(browser):
            yield browser


@contextmanager
def opened(browser: Browser) -> Iterator[Page]:
    """A tab of a new, empty profile: no cookie, no storage, nothing cached."""
    context = browser.new_context()
    with _closed(context):
        context.set_default_timeout(PATIENCE)
        yield context.new_page()


@contextmanager
def _closed(opened: Browser | BrowserContext) -> Iterator[None]:
    """Close it after the block; after a Ctrl-C it is closed already, and closing it again is an error."""
    try:
        yield
    finally:
        with suppress(Error):
            opened.close()


def give_assets(page: Page) -> None:
    """Let `page` have the files of Swagger UI and ReDoc that it asks a content network for, from a package instead.

    Not for tests of CORS: while a page has a route, Playwright answers preflight requests itself.
    """

    def answered(route: Route) -> None:
        address = urlsplit(route.request.url)
        asset = ASSETS / address.path.rpartition("/")[2]
        if address.hostname in ("127.0.0.1", "localhost") or address.scheme in ("blob", "data"):
            route.continue_()
        elif asset.is_file():
            route.fulfill(path=asset)
        else:  # fonts, a logo
            route.abort()

    page.route("**/*", answered)
