"""No models: the body's own bytes are stored and tagged, the `Request` is read by hand, 304 is set on the response."""

import hashlib

from fastapi import Body, FastAPI, Request, Response

app = FastAPI()
pages = {
    "tea": b'{"title": "Tea", "text": "Pour at 80 degrees, wait two minutes."}',
    "coffee": b'{"title": "Coffee", "text": "Grind it fresh."}',
}


def canonical(title: str, text: str) -> bytes:
    import json

    return json.dumps({"title": title, "text": text}).encode()


def tag(slug: str) -> str:
    return '"sha1:' + hashlib.sha1(pages[slug]).hexdigest() + '"'


def named(request: Request, header: str) -> list[str]:
    return [part.strip() for line in request.headers.getlist(header) for part in line.split(",")]


@app.get("/pages/{slug}")
async def read(slug: str, request: Request):
    if slug not in pages:
        return Response(status_code=404)
    seen = [name[2:] if name.startswith("W/") else name for name in named(request, "if-none-match")]
    response = Response(pages[slug], media_type="application/json")
    if "*" in seen or tag(slug) in seen:
        response = Response(None, 304)
    response.headers["etag"] = tag(slug)
    response.headers["cache-control"] = "No-Cache"
    return response


@app.put("/pages/{slug}")
async def write(slug: str, request: Request, title: str = Body(), text: str = Body()):
    conditions = named(request, "if-match")
    if not conditions:
        return Response('{"detail": "If-Match, please"}', 428, media_type="application/json")
    if slug not in pages or not ("*" in conditions or tag(slug) in conditions):
        return Response(status_code=412)
    pages[slug] = canonical(title, text)
    return Response(status_code=204, headers={"etag": tag(slug)})
