"""2.2 PUT versus PATCH: one replaces, the other changes what was sent; both obey the same rules."""

from typing import Annotated, Literal

from fastapi import Depends, FastAPI, HTTPException
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
    """The body of PATCH.

    A default lets a field be missing, and is never stored: the type alone says whether it may be null.
    """

    name: Name = ""
    email: Email = ""
    bio: str | None = None
    theme: Theme | None = None


class Profile(ProfileIn):
    id: int


PROFILES = {
    1: Profile(id=1, name="Ada", email="ada@example.com", bio="Wrote the first program.", theme="dark"),
    2: Profile(id=2, name="Grace", email="grace@example.com", bio="Found the first bug.", theme=None),
}

app = FastAPI(title="Profiles")


def known_profile(profile_id: int) -> Profile:
    if profile_id not in PROFILES:
        raise HTTPException(404, f"there is no profile {profile_id}")
    return PROFILES[profile_id]


KnownProfile = Annotated[Profile, Depends(known_profile)]


@app.get("/profiles/{profile_id}")
def read_profile(profile: KnownProfile) -> Profile:
    return profile


@app.put("/profiles/{profile_id}")
def replace_profile(old: KnownProfile, new: ProfileIn) -> Profile:
    replaced = Profile(id=old.id, **new.model_dump())
    PROFILES[old.id] = replaced
    return replaced


@app.patch("/profiles/{profile_id}")
def update_profile(old: KnownProfile, change: ProfileChange) -> Profile:
    # model_copy checks nothing; ProfileChange has checked every field already.
    updated = old.model_copy(update=change.model_dump(exclude_unset=True))
    PROFILES[old.id] = updated
    return updated
