from typing import Annotated

from fastapi import APIRouter, Depends, Header, HTTPException

router = APIRouter(prefix="/users")
NAMES = {1: "Ada", 2: "Grace"}


def found(user_id: int):
    if user_id not in NAMES:
        raise HTTPException(404, "unknown user")
    return {"id": user_id, "name": NAMES[user_id]}


def asking(x_user: Annotated[int, Header()]):
    return found(x_user)


@router.get("/me")
async def me(user: Annotated[dict, Depends(asking)]):
    return user


@router.get("/{user_id}")
async def user(user: Annotated[dict, Depends(found)]):
    return user
