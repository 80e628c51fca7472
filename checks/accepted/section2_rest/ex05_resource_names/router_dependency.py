"""One router for the nested part, guarded as a whole, with trailing slashes; a second DELETE is 204 as well."""

from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response

USERS = {1: {"id": 1, "name": "Ada"}, 2: {"id": 2, "name": "Grace"}, 3: {"id": 3, "name": "Joan"}}
ORDERS = {(1, 11): "tea", (1, 13): "sugar", (2, 12): "coffee"}
deleted: set[tuple[int, int]] = set()


def user_or_404(user_id: int):
    try:
        return USERS[user_id]
    except KeyError:
        raise HTTPException(404) from None


orders = APIRouter(prefix="/users/{user_id}/orders", dependencies=[Depends(user_or_404)])


def rendered(key: tuple[int, int]):
    return {"item": ORDERS[key], "user_id": key[0], "id": key[1]}


async def listed(user_id: int):
    return [rendered(key) for key in ORDERS if key[0] == user_id]


async def ordered(user_id: int, request: Request):
    key = user_id, max(number for _, number in {*ORDERS, *deleted}) + 1
    ORDERS[key] = (await request.json())["item"]
    return JSONResponse(rendered(key), 201, {"Location": f"/users/{user_id}/orders/{key[1]}/"})


async def fetched(user_id: int, order_id: int):
    if (user_id, order_id) not in ORDERS:
        raise HTTPException(404)
    return rendered((user_id, order_id))


async def removed(user_id: int, order_id: int):
    key = user_id, order_id
    if key not in ORDERS and key not in deleted:
        return JSONResponse({"detail": "never heard of it"}, 404)
    ORDERS.pop(key, None)
    deleted.add(key)
    return Response(status_code=204)


orders.add_api_route("/", listed)
orders.add_api_route("/", ordered, methods=["POST"])
orders.add_api_route("/{order_id}/", fetched)
orders.add_api_route("/{order_id}/", removed, methods=["DELETE"])

app = FastAPI()
app.include_router(orders)
app.add_api_route("/users/{user_id}", user_or_404)
