"""Everything by hand: a list as the store, a JSONResponse with status and headers, a relative Location."""

from fastapi import FastAPI
from fastapi.responses import JSONResponse
from pydantic import BaseModel, TypeAdapter


class User(BaseModel):
    id: int = 0
    name: str
    email: str


users = TypeAdapter(list[User]).validate_python(
    [
        {"email": "grace@example.com", "name": "Grace", "id": 3},
        {"email": "ada@example.com", "name": "Ada", "id": 1},
    ]
)
app = FastAPI()


@app.post("/users")
def create_user(user: User):
    user.id = 1 + max(known.id for known in users)
    users.append(user)
    return JSONResponse(user.model_dump(), 201, {"Location": f"users/{user.id}"})


@app.get("/users/{number}", response_model=User)
def read_user(number: int):
    for user in users:
        if user.id == number:
            return user
    return JSONResponse({"detail": "unknown"}, 404)
