"""6.6 Settings and proxy. The task is in README.md."""

from typing import Literal

from fastapi import FastAPI, Request
from pydantic_settings import BaseSettings
from starlette.types import ASGIApp, Receive, Scope, Send


class Settings(BaseSettings):
    # TODO: this secret is known to everybody who reads the code, and shows wherever the settings are printed.
    secret_key: str = "change-me"
    environment: Literal["development", "production"] = "development"
    allowed_hosts: list[str] = ["127.0.0.1", "localhost"]
    trusted_proxies: list[str] = []
    root_path: str = ""


class RootPath:
    """Tells the app the path that the proxy has cut off, as `uvicorn --root-path` does."""

    def __init__(self, app: ASGIApp, prefix: str) -> None:
        self.app = app
        self.prefix = prefix

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "lifespan":
            scope = {**scope, "root_path": self.prefix, "path": self.prefix + scope["path"]}
        await self.app(scope, receive, send)


settings = Settings()
production = settings.environment == "production"
app = FastAPI(title="Shop", debug=not production)


@app.get("/")
def say_scheme(request: Request) -> dict[str, str]:
    """How the request came, as the app sees it. This route needs no change."""
    return {"scheme": request.url.scheme}


@app.get("/crash")
def crash() -> None:
    """A bug that tells too much. This route needs no change."""
    raise RuntimeError(f"something is wrong with {settings!r}")


# TODO: HTTPS, hosts, the proxy. FastAPI, Starlette and uvicorn have a middleware for nearly each; mind their order.
