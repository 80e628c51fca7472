"""Two files, users in SQLite, a class as the dependency, an own exception with a handler that writes every refusal."""

import sqlite3
from typing import Annotated

from fastapi import Depends, FastAPI
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordRequestForm

from security import CurrentUser, NotLoggedInError, check, connection, issue

app = FastAPI()


@app.exception_handler(NotLoggedInError)
async def not_logged_in(_, error: NotLoggedInError):
    return JSONResponse({"detail": str(error)}, 401, {"WWW-Authenticate": f'Bearer error_description="{error}"'})


@app.post("/token")
def log_in(
    form: Annotated[OAuth2PasswordRequestForm, Depends()], db: Annotated[sqlite3.Connection, Depends(connection)]
):
    if not check(db, form.username, form.password):
        raise NotLoggedInError("wrong username or password")
    return {"access_token": issue(form.username), "token_type": "bearer"}


def me(user: Annotated[CurrentUser, Depends()]):
    return {"username": user.username, "name": user.name}


def leave(user: Annotated[CurrentUser, Depends()]):
    user.delete()


app.add_api_route("/users/me", me, methods=["GET"])
app.add_api_route("/users/me", leave, methods=["DELETE"], status_code=204)
