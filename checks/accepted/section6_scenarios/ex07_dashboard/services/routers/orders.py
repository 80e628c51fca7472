from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from services import Paging

from dependencies import OrdersDep, Staff
from models import Status
from schemas import NewOrder, OrderOut, Page, StatusChange

router = APIRouter()


class Wanted(Paging):
    status: Status | None = None


@router.get("", response_model=Page[OrderOut])
async def index(orders: OrdersDep, wanted: Annotated[Wanted, Query()]):
    return orders.page(wanted, wanted.status)


@router.post("")
async def create(body: NewOrder, orders: OrdersDep, request: Request):
    order = orders.add(**body.model_dump())
    where = str(request.url_for("show", number=order.id))
    return JSONResponse(jsonable_encoder(OrderOut.model_validate(order)), 201, {"Location": where})


@router.get("/{number}", response_model=OrderOut)
async def show(number: int, orders: OrdersDep):
    return orders.get(number)


@router.patch("/{number}", response_model=OrderOut)
async def change(number: int, body: StatusChange, orders: OrdersDep, staff: Staff):
    return orders.move(number, body.status)
