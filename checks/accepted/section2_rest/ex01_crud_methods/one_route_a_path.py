"""One async route a path, that looks at the method itself; PUT and PATCH are the same code on another base."""

from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, ValidationError


class Fields(BaseModel):
    name: str = Field(min_length=1)
    category: str
    cents: int = Field(gt=0)


store = {
    1: Fields(name="Assam", category="tea", cents=450),
    2: Fields(name="Sidamo", category="coffee", cents=620),
    4: Fields(name="Sencha", category="tea", cents=580),
}
highest = 4
app = FastAPI(openapi_url=None)


def checked(values: dict[str, Any]) -> Fields:
    try:
        return Fields(**values)
    except ValidationError as error:
        raise HTTPException(422, error.errors(include_url=False, include_input=False)) from error


def shown(number: int) -> dict[str, Any]:
    return {"id": number, **store[number].model_dump()}


@app.api_route("/products", methods=["GET", "POST"])
async def collection(request: Request):
    global highest
    if request.method == "GET":
        wanted = request.query_params.get("category")
        return [shown(number) for number, fields in store.items() if wanted is None or fields.category == wanted]
    fields = checked(await request.json())
    highest += 1
    store[highest] = fields
    return JSONResponse(shown(highest), 201)


@app.api_route("/products/{number}", methods=["GET", "PUT", "PATCH", "DELETE"])
async def item(number: int, request: Request):
    if number not in store:
        raise HTTPException(404)
    match request.method:
        case "DELETE":
            del store[number]
            return Response(status_code=204)
        case "PUT":
            store[number] = checked(await request.json())
        case "PATCH":
            store[number] = checked(store[number].model_dump() | await request.json())
    return shown(number)
