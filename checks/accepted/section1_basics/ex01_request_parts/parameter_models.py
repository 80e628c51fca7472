"""A router; query and headers as models; aliases; a body of any type; a plain dict with one field more."""

from typing import Annotated, Any

from fastapi import APIRouter, Body, FastAPI, Header, Path, Query, Request
from pydantic import BaseModel, Field


class Asked(BaseModel):
    search: str | None = Field(None, alias="q")
    tags: list[str] = Field([], alias="tag")


class Sender(BaseModel):
    user_agent: str | None = None
    x_request_id: str | None = None


router = APIRouter(prefix="/inspect", tags=["inspect"])


@router.api_route("/{item}", methods=["POST"])
async def mirror(
    request: Request,
    number: Annotated[int, Path(alias="item")],
    asked: Annotated[Asked, Query()],
    sender: Annotated[Sender, Header()],
    content: Annotated[Any, Body()],
) -> dict[str, Any]:
    return {
        "method": request.method,
        "path": f"/inspect/{number}",
        "item_id": number,
        **asked.model_dump(by_alias=True),
        **sender.model_dump(),
        "body": content,
        "client": request.client and request.client.host,
    }


app = FastAPI()
app.include_router(router)
