"""2.6 Caching: one fingerprint that spares a download and keeps an edit from getting lost."""

from hashlib import sha256
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException, Response, status
from pydantic import BaseModel


class Page(BaseModel):
    title: str
    text: str


PAGES = {
    "tea": Page(title="Tea", text="Pour at 80 degrees, wait two minutes."),
    "coffee": Page(title="Coffee", text="Grind it fresh."),
}

app = FastAPI(title="Wiki")


def known_page(slug: str) -> Page:
    if slug not in PAGES:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no page {slug}")
    return PAGES[slug]


def etag_of(page: Page) -> str:
    return f'"{sha256(page.model_dump_json().encode()).hexdigest()}"'


def tags_in(header: str) -> set[str]:
    return {tag.strip() for tag in header.split(",")}


@app.get("/pages/{slug}", response_model=Page, responses={304: {"description": "The client's copy is current"}})
def read_page(slug: str, response: Response, if_none_match: Annotated[str | None, Header()] = None) -> Page | Response:
    page = known_page(slug)
    tag = etag_of(page)
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = tags_in(if_none_match or "")
    if known & {tag, f"W/{tag}", "*"}:  # weak comparison: to save a download, much the same is enough
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers=headers)
    response.headers.update(headers)
    return page


# Async, and without an await inside: nobody else's PUT comes between the check and the write.
@app.put("/pages/{slug}")
async def replace_page(slug: str, new: Page, if_match: Annotated[str | None, Header()] = None) -> Page:
    page = known_page(slug)
    if if_match is None:
        raise HTTPException(status.HTTP_428_PRECONDITION_REQUIRED, "send If-Match with the ETag of the page you saw")
    if not tags_in(if_match) & {etag_of(page), "*"}:  # strong comparison: a weak tag never matches
        raise HTTPException(status.HTTP_412_PRECONDITION_FAILED, "the page has changed since you saw it")
    PAGES[slug] = new
    return new
