"""PyJWT instead of python-jose, OAuth2PasswordBearer, async, one handler for every error of the library."""

import os
from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordBearer
from pydantic import BaseModel

SECRET = os.environ["JWT_SECRET"]
Text = Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="tokens"))]

app = FastAPI()


class Subject(BaseModel):
    sub: str
    role: str = "reader"


@app.exception_handler(jwt.PyJWTError)
async def refused(request: Request, error: jwt.PyJWTError) -> JSONResponse:
    headers = {"WWW-Authenticate": 'Bearer realm="kata", error="invalid_token"'}
    return JSONResponse({"detail": str(error)}, 401, headers)


@app.post("/tokens")
async def issue(subject: Subject):
    now = datetime.now(UTC)
    payload = subject.model_dump() | {"iat": now, "exp": now + timedelta(seconds=900), "iss": "kata", "jti": "1"}
    return {"token": jwt.encode(payload, SECRET)}


@app.get("/claims")
async def claims(token: Text):
    return jwt.decode(token, SECRET, ["HS256"], options={"require": ["exp", "sub"]}, leeway=60)


@app.get("/peek")
async def peek(token: Text):
    try:
        seen = jwt.decode_complete(token, options={"verify_signature": False})
    except jwt.DecodeError as error:
        raise HTTPException(400) from error
    return {"verified": False, "header": seen["header"], "claims": seen["payload"]}
