"""The settings by themselves; what is wrong with them is said in one line."""

import sys
from functools import cache
from typing import Annotated

from pydantic import BeforeValidator, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

Strong = Annotated[SecretStr, StringConstraints(min_length=32)]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="", case_sensitive=False, frozen=True)

    secret_key: Strong
    environment: Annotated[str, BeforeValidator(str.lower)] = "development"
    allowed_hosts: list[str] = ["127.0.0.1", "localhost"]
    trusted_proxies: list[str] = []
    root_path: str = ""


@cache
def get_settings() -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(str(wrong["loc"][0]).upper() for wrong in error.errors(include_input=False))
    sys.exit(f"These settings are missing or too weak: {names}")
