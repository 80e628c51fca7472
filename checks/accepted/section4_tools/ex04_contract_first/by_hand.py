"""No response models: a list as the store, each answer built by hand, checks in the handlers, ids from 1000 on."""

from fastapi import Body, FastAPI, Path, Query, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

parcels = [
    {"id": 1, "recipient": "Ada Lovelace", "weight_grams": 350, "note": "ring twice", "status": "collected"},
    {"id": 2, "recipient": "Grace Hopper", "weight_grams": 1200, "note": None, "status": "waiting"},
]
app = FastAPI(openapi_url=None)


def known(number):
    return next((parcel for parcel in parcels if parcel["id"] == number), None)


@app.get("/parcels")
async def every(status=Query(None, pattern="^(waiting|collected)$")):
    return JSONResponse([parcel for parcel in parcels if status is None or parcel["status"] == status])


@app.post("/parcels")
async def new(body=Body()):
    wrong = []
    if not isinstance(body, dict):
        wrong = ["body"]
    else:
        recipient, weight, note = body.get("recipient"), body.get("weight_grams"), body.get("note")
        if not isinstance(recipient, str) or not 1 <= len(recipient) <= 60:
            wrong.append("recipient")
        if type(weight) is not int or not 1 <= weight <= 30000:
            wrong.append("weight_grams")
        if note is not None and (not isinstance(note, str) or len(note) > 200):
            wrong.append("note")
    if wrong:
        raise RequestValidationError([{"loc": ["body", name], "msg": "is wrong", "type": "wrong"} for name in wrong])
    parcel = {
        "id": 998 + len(parcels),
        "recipient": recipient,
        "weight_grams": weight,
        "note": note,
        "status": "waiting",
    }
    parcels.append(parcel)
    return JSONResponse(parcel, 201, {"Location": f"/parcels/{parcel['id']}"})


@app.get("/parcels/{number}")
async def one(number: int = Path()):
    parcel = known(number)
    return JSONResponse(parcel or {"detail": "no such parcel", "number": number}, 200 if parcel else 404)


@app.get("/parcels/{number}/label")
async def label(number: int):
    if parcel := known(number):
        return Response(f"{parcel['recipient']}, {parcel['weight_grams']} g".encode(), media_type="text/plain")
    return JSONResponse({"detail": "no such parcel"}, 404)
