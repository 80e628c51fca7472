"""The tag is made of the body's bytes in a middleware that makes the 304 too; PUT asks a dependency and answers 204."""

import json
import re
from hashlib import md5
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

PAGES = {
    "tea": {"text": "Pour at 80 degrees, wait two minutes.", "title": "Tea"},
    "coffee": {"title": "Coffee", "text": "Grind it fresh."},
}
TAG = re.compile(r'(?:W/)?"[^"]*"|\*')


def fingerprint(body: bytes) -> str:
    return '"' + md5(body, usedforsecurity=False).hexdigest()[:16] + '"'


async def find(slug: str) -> JSONResponse:
    if slug not in PAGES:
        raise HTTPException(404)
    return JSONResponse(dict(sorted(PAGES[slug].items())))


async def precondition(request: Request, page: Annotated[JSONResponse, Depends(find)]) -> None:
    if "if-match" not in request.headers:
        raise HTTPException(428)
    if not {"*", fingerprint(page.body)}.intersection(TAG.findall(request.headers["if-match"])):
        raise HTTPException(412)


router = APIRouter(prefix="/pages")


@router.get("/{slug}")
async def read(page: Annotated[JSONResponse, Depends(find)]):
    return page


@router.put("/{slug}", dependencies=[Depends(precondition)], status_code=204)
async def write(slug: str, request: Request) -> None:
    new = json.loads(await request.body())
    PAGES[slug] = {"title": str(new["title"]), "text": str(new["text"])}


app = FastAPI()
app.include_router(router)


@app.middleware("http")
async def revalidate(request: Request, call_next):
    response = await call_next(request)
    if request.method != "GET" or response.status_code != 200:
        return response
    body = b"".join([chunk async for chunk in response.body_iterator])
    tag = fingerprint(body)
    headers = {"etag": tag, "cache-control": "private, no-cache"}
    asked = TAG.findall(request.headers.get("if-none-match", ""))
    if "*" in asked or tag in [one.removeprefix("W/") for one in asked]:
        return Response(status_code=304, headers=headers)
    return Response(body, headers={**headers, "content-type": response.headers["content-type"]})
