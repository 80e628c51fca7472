"""SQLAlchemy with a unique constraint for the free room, two files, nested routers, trailing slash, CORS by hand."""

import os

from bookings import router
from fastapi import APIRouter, FastAPI, Request, Response

os.environ["SECRET_KEY"]
app = FastAPI(title="Bookings", version="1.0.0", redirect_slashes=True)
v1 = APIRouter()
v1.include_router(router, prefix="/bookings", tags=["bookings"])
app.include_router(v1, prefix="/api/v1")

PAGE = "https://rooms.example"


@app.middleware("http")
async def cors(request: Request, call_next):
    asked = request.method == "OPTIONS" and "access-control-request-method" in request.headers
    response = Response(status_code=204) if asked else await call_next(request)
    response.headers["Vary"] = "Origin"
    if request.headers.get("origin") == PAGE:
        response.headers["Access-Control-Allow-Origin"] = PAGE
        response.headers["Access-Control-Allow-Methods"] = "GET, POST, PATCH, DELETE"
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
    return response
