"""An async router, ids that are UUIDs, the address by `url_for` (absolute), the 404 by a handler of an own exception."""

from typing import Annotated
from uuid import uuid4

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

USERS: dict[str, dict[str, object]] = {
    "1": {"id": 1, "name": "Ada", "email": "ada@example.com"},
    "3": {"id": 3, "name": "Grace", "email": "grace@example.com"},
}


class NewUser(BaseModel):
    name: str
    email: str


class UnknownUser(Exception):
    pass


router = APIRouter(prefix="/users")


async def known_user(user_id: str) -> dict[str, object]:
    try:
        return USERS[user_id]
    except KeyError:
        raise UnknownUser from None


@router.post("", status_code=201)
async def create(new: NewUser, request: Request, response: Response):
    user_id = str(uuid4())
    USERS[user_id] = {"id": user_id, **new.model_dump()}
    response.headers["location"] = str(request.url_for("read", user_id=user_id))
    return USERS[user_id]


@router.get("/{user_id}")
async def read(user: Annotated[dict[str, object], Depends(known_user)]):
    return user


app = FastAPI()
app.include_router(router)


@app.exception_handler(UnknownUser)
async def unknown_user(request: Request, error: UnknownUser):
    return JSONResponse({"detail": {"code": "unknown-user"}, "path": request.url.path}, 404)
