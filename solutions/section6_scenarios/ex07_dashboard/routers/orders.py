"""Orders: customers place them, support and admins move them on."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from database import SessionDep
from dependencies import CurrentUser, require, visible_to
from errors import NotFoundError
from models import STAFF, Order, Status
from pagination import PagingDep, page_of
from schemas import Id, NewOrder, OrderOut, Page, StatusChange

router = APIRouter(prefix="/orders", tags=["orders"])


@router.post("", status_code=201, response_model=OrderOut)
def place_order(new: NewOrder, user: CurrentUser, session: SessionDep, request: Request, response: Response) -> Order:
    order = Order(customer_id=user.id, **new.model_dump())
    session.add(order)
    session.commit()
    response.headers["Location"] = request.url_for("read_order", order_id=order.id).path
    return order


@router.get("", response_model=Page[OrderOut])
def list_orders(
    user: CurrentUser, session: SessionDep, paging: PagingDep, status: Status | None = None
) -> dict[str, Any]:
    orders = visible_to(user)
    if status:
        orders = orders.where(Order.status == status)
    return page_of(orders, session, paging)


@router.get("/{order_id}", response_model=OrderOut)
def read_order(order_id: Id, user: CurrentUser, session: SessionDep) -> Order:
    order = session.scalar(visible_to(user).where(Order.id == order_id))
    if order is None:
        raise NotFoundError(f"there is no order {order_id}")
    return order


@router.patch("/{order_id}", response_model=OrderOut, dependencies=[Depends(require(*STAFF))])
def move_order(order_id: Id, change: StatusChange, user: CurrentUser, session: SessionDep) -> Order:
    order = read_order(order_id, user, session)
    order.move_to(change.status)
    session.commit()
    return order
