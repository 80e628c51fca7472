"""A route a method on an async router: HEAD by hand, the other methods by a route that only refuses, OPTIONS a 200."""

from fastapi import APIRouter, FastAPI, HTTPException, Response
from fastapi.responses import JSONResponse

titles = {1: "On tea", 2: "On the roasting of coffee"}
views = {1: 41, 2: 7}
router = APIRouter(prefix="/articles/{number}")
allow = {"allow": "OPTIONS,GET,HEAD"}


def rendered(number: int) -> JSONResponse:
    if number not in titles:
        return JSONResponse({"detail": {"unknown": number}}, 404)
    return JSONResponse({"views": views[number], "title": titles[number], "id": number})


@router.get("")
async def get(number: int):
    return rendered(number)


@router.head("")
async def head(number: int):
    would_be = rendered(number)
    return Response(status_code=would_be.status_code, headers=dict(would_be.headers))


@router.options("")
async def options():
    return JSONResponse({"methods": ["GET", "HEAD", "OPTIONS"]}, headers=allow)


@router.api_route("", methods=["POST", "PUT", "PATCH", "DELETE"])
async def refuse():
    raise HTTPException(405, "read only", headers=allow)


@router.post("/views")
async def view(number: int):
    if number not in views:
        raise HTTPException(404)
    views[number] += 1
    return Response(status_code=204)


app = FastAPI()
app.include_router(router)
