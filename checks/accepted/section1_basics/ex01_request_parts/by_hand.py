"""Nothing declared: an async route that takes every part from the request itself, and answers its own 422s."""

import json

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

app = FastAPI()


@app.post("/inspect/{raw_id}")
async def inspect(raw_id: str, request: Request):
    try:
        item_id = int(raw_id)
    except ValueError:
        raise HTTPException(422, f"{raw_id} is no number") from None
    try:
        body = await request.json()
    except json.JSONDecodeError:
        return JSONResponse({"error": "a JSON body, please"}, 422)
    return JSONResponse(
        {
            "body": body,
            "x_request_id": request.headers.get("X-Request-ID"),
            "user_agent": request.headers.get("User-Agent"),
            "tag": request.query_params.getlist("tag"),
            "q": request.query_params.get("q"),
            "item_id": item_id,
            "path": request.scope["path"],
            "method": request.method,
        }
    )
