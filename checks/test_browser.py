"""What only a browser sees of 4.2: Swagger UI and ReDoc as a person uses them.

With the environment variable SCREENSHOTS, a folder, each of these tests leaves a picture of its page there.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

from kata.catalogue import ROOT, Catalogue
from kata.mistakes import mistakes_of, write_answer
from kata.proof import Tree, accepted_of
from kata.serving import serve

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

EXERCISE = Catalogue().exercise("4.2")
REFERENCE = Tree().solutions / EXERCISE.key
ACCEPTED = accepted_of(EXERCISE, Tree().accepted)
MISTAKES = {mistake.name: mistake for mistake in mistakes_of(EXERCISE, Tree().rejected)}

Serving = Callable[[str], str]


@pytest.fixture
def address(tmp_path: Path) -> Iterator[Serving]:
    """Serve the reference, an accepted answer or a mistake by its name; gives the server's URL."""

    def folder_of(name: str) -> Path:
        if name in MISTAKES:
            write_answer(MISTAKES[name], REFERENCE, tmp_path)
            return tmp_path
        answer = ACCEPTED.get(name, REFERENCE)
        if answer.is_dir():
            return answer
        (tmp_path / "main.py").write_bytes(answer.read_bytes())
        return tmp_path

    with ExitStack() as running:
        yield lambda name: running.enter_context(serve(folder_of(name), {"ENVIRONMENT": "checks"})).url


@pytest.fixture
def page(page: Page, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A tab that finds Swagger UI's and ReDoc's files."""
    from checks.browser import give_assets

    give_assets(page)
    yield page
    if folder := os.environ.get("SCREENSHOTS"):
        page.screenshot(path=Path(folder) / f"{request.node.name}.png", full_page=True)


def block(page: Page, method: str, path: str) -> Locator:
    """The box of one operation, folded or not."""
    return page.locator(f".opblock-{method}").filter(has=page.locator(f'[data-path="{path}"]'))


def has_lock(page: Page, method: str, path: str) -> bool:
    """Whether the page draws a lock there."""
    box = block(page, method, path)
    box.wait_for()
    return box.locator(".authorization__btn").count() == 1


def tried(page: Page, method: str, path: str) -> tuple[str, str]:
    """Send a request as a person does; the status and the body that the page then shows."""
    box = block(page, method, path)
    if box.get_by_role("button", name="Clear").count():
        box.get_by_role("button", name="Clear").click()
    else:
        box.locator(".opblock-summary-control").click()
        box.get_by_role("button", name="Try it out").click()
    box.get_by_role("button", name="Execute").click()
    shown = box.locator(".live-responses-table .response").first
    return shown.locator(".response-col_status").inner_text().split()[0], shown.locator(
        ".microlight"
    ).first.inner_text()


def log_in(page: Page) -> str:
    """Fill the window behind *Authorize*, and close it again: the error that it shows, or an empty text."""
    page.locator(".scheme-container .authorize").click()
    window = page.locator(".modal-ux")
    window.locator("#oauth_username").fill("ada")
    window.locator("#oauth_password").fill("analytical-engine")
    window.locator("button.authorize").click()
    window.locator(".errors, button:text-is('Logout')").first.wait_for()
    error = "".join(window.locator(".errors").all_inner_texts())
    window.locator(".btn-done").click()
    return error


@pytest.mark.parametrize("answer", ["reference", *ACCEPTED])
def test_authorize_opens_a_guarded_route(page: Page, address: Serving, answer: str) -> None:
    page.goto(f"{address(answer)}/internal/docs")

    assert [has_lock(page, "get", "/me"), has_lock(page, "post", "/notes")] == [True, True]
    assert [has_lock(page, "get", "/notes"), has_lock(page, "post", "/auth/token")] == [False, False]
    assert tried(page, "get", "/me")[0] == "401"
    assert log_in(page) == ""
    status, body = tried(page, "get", "/me")

    assert status == "200"
    assert '"username": "ada"' in body


@pytest.mark.parametrize("mistake", ["wrong-token-url", "relative-token-url"])
def test_a_wrong_token_url_ends_in_an_error(page: Page, address: Serving, mistake: str) -> None:
    page.goto(f"{address(mistake)}/internal/docs")

    assert "Not Found" in log_in(page)
    assert tried(page, "get", "/me")[0] == "401"


def test_without_a_scheme_there_is_no_button(page: Page, address: Serving) -> None:
    page.goto(f"{address('scheme-not-declared')}/internal/docs")

    assert not has_lock(page, "get", "/me")
    assert page.locator(".authorize").count() == 0


def test_a_lock_at_the_log_in_is_seen(page: Page, address: Serving) -> None:
    page.goto(f"{address('locks-everywhere')}/internal/docs")

    assert has_lock(page, "post", "/auth/token")


def test_a_page_that_names_another_document_is_empty(page: Page, address: Serving) -> None:
    page.goto(f"{address('page-that-names-the-old-document')}/internal/docs")

    page.get_by_text("Failed to load API definition").first.wait_for()


def test_redoc_draws_the_document(page: Page, address: Serving) -> None:
    page.goto(f"{address('reference')}/internal/redoc")

    page.get_by_role("heading", name="Notes").first.wait_for()
    page.locator(".menu-content").get_by_text("Read Me").wait_for()


def test_no_other_machine_is_reached(browser: Browser, address: Serving) -> None:
    """Without the package's files the page stays empty: the address of the content network leads nowhere."""
    from checks.browser import opened

    with opened(browser) as page:
        failed: list[str] = []
        page.on("requestfailed", lambda request: failed.append(request.url))
        page.goto(f"{address('reference')}/internal/docs")

    assert any("swagger-ui-bundle.js" in url for url in failed)


HOLD = """
import sys
from checks.browser import chromium, opened

with chromium() as browser, opened(browser) as page:
    page.goto("data:text/html,<h1>there</h1>")
    print("there", flush=True)
    sys.stdin.readline()
    raise AssertionError
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no process groups to interrupt")
@pytest.mark.parametrize("end", ["failure", "ctrl-c"])
@pytest.mark.usefixtures("browser")
def test_nothing_is_left_behind(end: str) -> None:
    """No process and no folder, whether a test fails or a terminal's Ctrl-C reaches everybody at once."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD], cwd=ROOT, stdin=-1, stdout=-1, stderr=subprocess.DEVNULL, start_new_session=True
    )
    assert process.stdin
    assert process.stdout
    with process:
        assert process.stdout.readline() == b"there\n"
        started = psutil.Process(process.pid).children(recursive=True)
        words = [word for child in started for word in child.cmdline()]
        profiles = {word.partition("=")[2] for word in words if word.startswith("--user-data-dir=")}
        scratch = {child.environ().get("TMPDIR", "") for child in started} - {"", os.environ.get("TMPDIR")}
        folders = [Path(folder) for folder in (*profiles, *scratch)]
        assert [folder.is_dir() for folder in folders] == [True, True]
        if end == "ctrl-c":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.stdin.close()
        process.wait(30)

    assert psutil.wait_procs(started, 10)[1] == []
    assert [folder for folder in folders if folder.exists()] == []
