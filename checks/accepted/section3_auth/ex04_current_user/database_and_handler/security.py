import os
import sqlite3
import time
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from jose import jwt
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

hasher = PasswordHash([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
database = sqlite3.connect(":memory:", check_same_thread=False)
database.execute("create table users (username text primary key, name text, hash text)")
database.executemany(
    "insert into users values (?, ?, ?)",
    [
        ("ada", "Ada Lovelace", hasher.hash("analytical-engine")),
        ("grace", "Grace Hopper", hasher.hash("compiler-1952")),
    ],
)


class NotLoggedInError(Exception):
    pass


def connection() -> sqlite3.Connection:
    return database


def check(db: sqlite3.Connection, username: str, password: str) -> bool:
    row = db.execute("select hash from users where username = ?", [username]).fetchone()
    return bool(row) and hasher.verify(password, row[0])


def issue(username: str) -> str:
    now = int(time.time())
    return jwt.encode({"sub": username, "iat": now, "exp": now + 1800}, os.environ["SECRET_KEY"])


class CurrentUser:
    def __init__(
        self,
        sent: Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False))],
        db: Annotated[sqlite3.Connection, Depends(connection)],
    ) -> None:
        if sent is None:
            raise NotLoggedInError("bring a token")
        try:
            claims = jwt.decode(sent.credentials, os.environ["SECRET_KEY"], algorithms="HS256")
            self.username = claims["sub"]
            claims["exp"]
        except Exception as error:  # whatever is wrong with a stranger's token: it is no reason to let them in
            raise NotLoggedInError("this token is no good") from error
        row = db.execute("select name from users where username = ?", [self.username]).fetchone()
        if row is None:
            raise NotLoggedInError("gone")
        self.name = row[0]
        self.db = db

    def delete(self) -> None:
        self.db.execute("delete from users where username = ?", [self.username])
