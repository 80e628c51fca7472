"""One ASGI middleware by hand does it all; the secret is a plain string that no repr shows; FastAPI has the root path."""

from fastapi import FastAPI, Request
from pydantic import Field, field_validator
from pydantic_settings import BaseSettings
from starlette.datastructures import URL, Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse


class Settings(BaseSettings, hide_input_in_errors=True):
    SECRET_KEY: str = Field(repr=False)
    ENVIRONMENT: str = "development"
    ALLOWED_HOSTS: tuple[str, ...] = ("localhost", "127.0.0.1")
    TRUSTED_PROXIES: set[str] = set()
    ROOT_PATH: str = ""

    @field_validator("SECRET_KEY")
    @classmethod
    def strong(cls, value: str) -> str:
        if len(value) < 32:
            raise ValueError("make it longer")
        return value


class Door:
    def __init__(self, app, settings):
        self.app = app
        self.settings = settings
        self.production = settings.ENVIRONMENT == "production"

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        headers = Headers(scope=scope)
        scheme = scope["scheme"]
        if scope["client"][0] in self.settings.TRUSTED_PROXIES:
            scheme = headers.get("x-forwarded-proto", scheme)
        scope = dict(scope, scheme=scheme)
        if headers.get("host", "").split(":")[0] not in self.settings.ALLOWED_HOSTS:
            return await PlainTextResponse("which host?", 400)(scope, receive, send)
        if not self.production:
            return await self.app(scope, receive, send)
        if scheme == "http":
            return await RedirectResponse(URL(scope=scope).replace(scheme="https"), 301)(scope, receive, send)

        async def hsts(message):
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)["strict-transport-security"] = "includeSubDomains; max-age=63072000"
            await send(message)

        await self.app(scope, receive, hsts)


settings = Settings()
app = FastAPI(root_path=settings.ROOT_PATH, debug=settings.ENVIRONMENT != "production")
app.add_middleware(Door, settings=settings)


@app.get("/")
async def scheme(request: Request):
    return {"scheme": request.url.scheme}


@app.get("/crash")
async def crash():
    raise RuntimeError(f"something is wrong with {settings!r}")
