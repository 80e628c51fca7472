"""2.2 PUT versus PATCH. The task is in README.md."""

from typing import Annotated, Literal

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field

Name = Annotated[str, Field(min_length=1)]
Email = Annotated[str, Field(pattern=r"^\S+@\S+$")]
Theme = Literal["light", "dark"]


class ProfileIn(BaseModel):
    """The body of PUT: a whole profile, but for its id."""

    name: Name
    email: Email
    bio: str | None = None
    theme: Theme | None = "light"


class ProfileChange(BaseModel):
    """The body of PATCH."""

    # TODO: four fields, of which any may be missing. Which of them may be null?


class Profile(ProfileIn):
    id: int


PROFILES = {
    1: Profile(id=1, name="Ada", email="ada@example.com", bio="Wrote the first program.", theme="dark"),
    2: Profile(id=2, name="Grace", email="grace@example.com", bio="Found the first bug.", theme=None),
}

app = FastAPI(title="Profiles")


@app.get("/profiles/{profile_id}")
def read_profile(profile_id: int) -> Profile:
    if profile_id not in PROFILES:
        raise HTTPException(404, f"there is no profile {profile_id}")
    return PROFILES[profile_id]


@app.put("/profiles/{profile_id}")
def replace_profile(profile_id: int, new: ProfileIn) -> Profile:
    # TODO: the profile is what was sent, from now on.
    raise HTTPException(501, "not written yet")


@app.patch("/profiles/{profile_id}")
def update_profile(profile_id: int, change: ProfileChange) -> Profile:
    # TODO: the profile is what it was, but for what was sent.
    raise HTTPException(501, "not written yet")
