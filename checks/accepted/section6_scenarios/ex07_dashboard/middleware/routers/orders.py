from fastapi import APIRouter, Response
from sqlalchemy import select

from database import SessionDep
from dependencies import CurrentUser
from errors import NotFoundError
from models import Order, Role, Status
from pagination import PagingDep, page_of
from schemas import NewOrder, OrderOut, Page, StatusChange

router = APIRouter(prefix="/api/v1/orders", tags=["orders"])


def mine(user):
    return [Order.customer_id == user.id] if user.role is Role.CUSTOMER else []


@router.post("", status_code=201, response_model=OrderOut)
def place(new: NewOrder, user: CurrentUser, session: SessionDep, response: Response):
    order = Order(customer_id=user.id, item=new.item, quantity=new.quantity)
    session.add(order)
    session.commit()
    response.headers["Location"] = f"orders/{order.id}"
    return order


@router.get("", response_model=Page[OrderOut])
def listed(user: CurrentUser, session: SessionDep, paging: PagingDep, status: Status | None = None):
    query = select(Order).where(*mine(user), *([Order.status == status] if status else []))
    return page_of(query.order_by(Order.id), session, paging)


@router.get("/{number}", response_model=OrderOut)
def read(number: int, user: CurrentUser, session: SessionDep):
    order = session.scalar(select(Order).where(Order.id == number, *mine(user)))
    if not order:
        raise NotFoundError(f"no order {number}")
    return order


@router.patch("/{number}", response_model=OrderOut)
def move(number: int, change: StatusChange, session: SessionDep):
    order = session.get(Order, number)
    if not order:
        raise NotFoundError(f"no order {number}")
    order.move_to(change.status)
    session.commit()
    session.refresh(order)
    return order
