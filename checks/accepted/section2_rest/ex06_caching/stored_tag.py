"""The tag is a property of the stored page, a CRC and a length; 304 is an HTTPException; a lock guards the write."""

import zlib
from threading import Lock
from typing import Annotated

from fastapi import FastAPI, Header, HTTPException, Response
from pydantic import BaseModel, computed_field


class Content(BaseModel):
    title: str
    text: str


class Stored(Content):
    @computed_field
    @property
    def tag(self) -> str:
        return f'"{zlib.crc32(repr((self.title, self.text)).encode()):x}-{len(self.text)}"'


pages = {
    "coffee": Stored(title="Coffee", text="Grind it fresh."),
    "tea": Stored(title="Tea", text="Pour at 80 degrees, wait two minutes."),
}
writing = Lock()
app = FastAPI()


def matches(header: str, tag: str, weak: bool) -> bool:
    for one in header.split(","):
        one = one.strip()
        if one in ("*", tag) or (weak and one == "W/" + tag):
            return True
    return False


@app.get("/pages/{name}", response_model=Content)
def get(name: str, response: Response, if_none_match: Annotated[str, Header()] = ""):
    if name not in pages:
        raise HTTPException(404)
    headers = {"Cache-Control": "no-cache, must-revalidate", "ETag": pages[name].tag}
    if matches(if_none_match, pages[name].tag, weak=True):
        raise HTTPException(304, headers=headers)
    for header, value in headers.items():
        response.headers[header] = value
    return pages[name]


@app.put("/pages/{name}", response_model=Content)
def put(name: str, page: Content, response: Response, if_match: Annotated[str, Header()] = ""):
    if not if_match:
        raise HTTPException(428, {"missing": "If-Match"})
    with writing:
        if name not in pages or not matches(if_match, pages[name].tag, weak=False):
            raise HTTPException(412)
        pages[name] = Stored(**page.model_dump())
    response.headers["ETag"] = pages[name].tag
    return page
