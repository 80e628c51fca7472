"""6.6 Settings and proxy: no start without a good secret, and an app that knows how its clients reach it."""

from typing import Literal

from fastapi import FastAPI, Request, Response
from fastapi.middleware.httpsredirect import HTTPSRedirectMiddleware
from fastapi.middleware.trustedhost import TrustedHostMiddleware
from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict
from starlette.middleware.base import RequestResponseEndpoint
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


class Settings(BaseSettings):
    # SecretStr hides the value in a repr, but not what was refused in a ValidationError.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    secret_key: SecretStr = Field(min_length=32)
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
    return {"scheme": request.url.scheme}


@app.get("/crash")
def crash() -> None:
    raise RuntimeError(f"something is wrong with {settings!r}")


async def add_hsts(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers["Strict-Transport-Security"] = "max-age=31536000"
    return response


# Each goes around those before it, so a request meets the last one first.
if production:
    app.middleware("http")(add_hsts)  # inside of the redirect, so on HTTPS only (RFC 6797, 7.2)
    app.add_middleware(HTTPSRedirectMiddleware)
app.add_middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts)
app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
app.add_middleware(RootPath, prefix=settings.root_path)
