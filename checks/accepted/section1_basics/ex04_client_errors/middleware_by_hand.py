"""No pydantic and no HTTPException: the caller in a middleware, the body checked by hand, each refusal a JSONResponse.

An unknown account is 404 before a bad amount is 422; a stranger gets 401 on every route and for malformed JSON, too.
"""

from threading import Lock
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

USERS = {"ada", "grace", "joan"}
OWNERS = {"K1": "ada", "K2": "ada", "K3": "grace"}
BALANCES = {"K1": 10_000, "K2": 0, "K3": 2_500}
lock = Lock()

app = FastAPI()


@app.middleware("http")
async def known_callers_only(request: Request, call_next):
    if request.headers.get("x-user") not in USERS:
        return JSONResponse({"error": "unknown caller"}, 401, {"WWW-Authenticate": 'Basic realm="bank"'})
    return await call_next(request)


@app.get("/balances")
def read_balances():
    return BALANCES


@app.post("/transfers")
def transfer_money(request: Request, body: dict[str, Any]):
    source, target, cents = body.get("source"), body.get("target"), body.get("cents")
    with lock:
        if source not in BALANCES or target not in BALANCES:
            return JSONResponse({"error": "unknown account"}, 404)
        if not isinstance(cents, int) or cents < 1 or source == target:
            return JSONResponse({"error": "bad amount"}, 422)
        if OWNERS[source] != request.headers["x-user"]:
            return JSONResponse({"error": "not yours"}, 403)
        if cents > BALANCES[source]:
            return Response(status_code=409)
        BALANCES[source] -= cents
        BALANCES[target] += cents
    return Response(status_code=201)
