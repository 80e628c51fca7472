"""The shop at a glance."""

from fastapi import APIRouter
from sqlalchemy import func, select

from database import SessionDep
from models import Order, Status, User
from schemas import Summary

router = APIRouter(prefix="/api/v1/summary", tags=["summary"])


@router.get("")
def read_summary(session: SessionDep) -> Summary:
    counted = dict(session.execute(select(Order.status, func.count()).group_by(Order.status)).all())
    users = session.scalar(select(func.count()).select_from(User)) or 0
    return Summary(users=users, orders={status: counted.get(status, 0) for status in Status})
