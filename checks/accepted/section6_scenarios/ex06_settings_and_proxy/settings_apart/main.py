"""Two files and a factory; the program ends with a line of its own; redirect and HSTS in one function."""

from config import Settings, get_settings
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware


async def secure(request: Request, call_next):
    if request.url.scheme != "https":
        return RedirectResponse(request.url.replace(scheme="https"), status_code=308)
    answer = await call_next(request)
    answer.headers.append("Strict-Transport-Security", 'max-age="31536000"')
    return answer


def create(settings: Settings) -> FastAPI:
    around = [
        Middleware(ProxyHeadersMiddleware, trusted_hosts=",".join(settings.trusted_proxies)),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts),
    ]
    if settings.environment == "production":
        around.append(Middleware(BaseHTTPMiddleware, dispatch=secure))
    made = FastAPI(debug=settings.environment == "development", middleware=around)
    made.root_path = settings.root_path

    @made.get("/")
    def read(request: Request):
        return {"scheme": request.url.scheme}

    @made.get("/crash")
    def crash():
        raise RuntimeError(f"something is wrong with {settings!r}")

    return made


app = create(get_settings())
