import os
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Annotated, Any
from uuid import uuid4

import store
from fastapi import APIRouter, Body, Depends, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import OAuth2PasswordRequestFormStrict
from jose import jwt


class BadCredentialsError(Exception):
    pass


class DiscreetRoute(APIRoute):
    """A route whose 422 names the fields and nothing else."""

    def get_route_handler(self) -> Callable[[Request], Any]:
        handler = super().get_route_handler()

        async def discreet(request: Request) -> Response:
            try:
                return await handler(request)
            except RequestValidationError as error:
                raise HTTPException(422, [fault["loc"][-1] for fault in error.errors()]) from None

        return discreet


router = APIRouter(route_class=DiscreetRoute)


@router.post("/users", status_code=201)
def sign_up(username: Annotated[str, Body()], password: Annotated[str, Body(min_length=8)]):
    store.add(username, password)
    return {"username": username}


@router.post("/token")
def log_in(form: Annotated[OAuth2PasswordRequestFormStrict, Depends()]):
    if not store.knows(form.username, form.password):
        raise BadCredentialsError
    now = datetime.now(timezone(timedelta(hours=5)))
    claims = {"sub": form.username, "iat": now, "exp": now + timedelta(minutes=5), "jti": str(uuid4())}
    return {
        "access_token": jwt.encode(claims, os.environ["SECRET_KEY"], algorithm="HS256"),
        "token_type": "bearer",
        "expires_in": 300,
        "refresh_token": str(uuid4()),
    }
