from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from services import Paging, cut

from database import SessionDep
from dependencies import Admin, Staff
from models import User
from routers.summary import read_summary
from schemas import Page, RoleChange, Summary, UserOut

router = APIRouter()


@router.get("/summary", response_model=Summary)
def summary(session: SessionDep, staff: Staff):
    return read_summary(session)


@router.get("/users", response_model=Page[UserOut])
def users(session: SessionDep, admin: Admin, paging: Annotated[Paging, Query()]):
    return cut(session.query(User).order_by(User.id), paging)


@router.patch("/users/{number}", response_model=UserOut)
def role(number: int, body: RoleChange, session: SessionDep, admin: Admin):
    user = session.get(User, number) or None
    if not user:
        raise HTTPException(404, f"user {number} is unknown")
    user.role = body.role
    session.commit()
    return user
