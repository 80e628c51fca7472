"""1.3 Create and fetch. The task is in README.md."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class NewUser(BaseModel):
    name: str
    email: str


class User(NewUser):
    id: int | str


USERS: dict[int | str, User] = {
    1: User(id=1, name="Ada", email="ada@example.com"),
    3: User(id=3, name="Grace", email="grace@example.com"),
}

app = FastAPI(title="Users")


@app.post("/users")
def create_user(new: NewUser) -> User:
    # TODO: find an id that is free, store the user, and tell the client all three facts.
    raise HTTPException(501, "not written yet")


@app.get("/users/{user_id}")
def read_user(user_id: int) -> User:
    # TODO: look the user up; an id that nobody has is the client's mistake.
    raise HTTPException(501, "not written yet")
