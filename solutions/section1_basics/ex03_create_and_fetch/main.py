"""1.3 Create and fetch: a create that says what was stored and where it lives."""

from itertools import count

from fastapi import FastAPI, HTTPException, Response, status
from pydantic import BaseModel


class NewUser(BaseModel):
    name: str
    email: str


class User(NewUser):
    id: int


USERS = {
    1: User(id=1, name="Ada", email="ada@example.com"),
    3: User(id=3, name="Grace", email="grace@example.com"),
}
next_id = count(max(USERS) + 1)  # never derived from how many users there are: people leave

app = FastAPI(title="Users")


@app.post("/users", status_code=status.HTTP_201_CREATED)
def create_user(new: NewUser, response: Response) -> User:
    user = User(id=next(next_id), **new.model_dump())
    USERS[user.id] = user
    response.headers["Location"] = app.url_path_for("read_user", user_id=user.id)
    return user


@app.get("/users/{user_id}")
def read_user(user_id: int) -> User:
    if user_id not in USERS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no user {user_id}")
    return USERS[user_id]
