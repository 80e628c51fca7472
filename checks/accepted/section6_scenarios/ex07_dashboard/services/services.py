from fastapi import HTTPException
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from errors import ConflictError
from models import Order, Role


class Paging(BaseModel):
    limit: int = Field(10, gt=0, le=100)
    offset: int = Field(0, ge=0)


def cut(query, paging: Paging) -> dict:
    rows = query.offset(paging.offset).limit(paging.limit).all()
    return {**paging.model_dump(include={"limit", "offset"}), "items": rows, "total": query.count()}


class Orders:
    """The orders that one user may see."""

    def __init__(self, session: Session, user) -> None:
        self.session, self.user = session, user
        self.query = session.query(Order).order_by(Order.id)
        if user.role == Role.CUSTOMER:
            self.query = self.query.filter_by(customer_id=user.id)

    def add(self, **fields) -> Order:
        order = Order(customer_id=self.user.id, **fields)
        self.session.add(order)
        self.session.commit()
        return order

    def page(self, paging: Paging, status) -> dict:
        return cut(self.query.filter_by(status=status) if status else self.query, paging)

    def get(self, number: int) -> Order:
        order = self.query.filter_by(id=number).first()
        if order is None:
            raise HTTPException(404, "not found")
        return order

    def move(self, number: int, status) -> Order:
        order = self.get(number)
        try:
            order.move_to(status)
        except ConflictError as error:
            raise HTTPException(409, str(error)) from error
        self.session.commit()
        return order
