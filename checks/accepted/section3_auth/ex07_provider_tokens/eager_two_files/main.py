"""Two files; the set is fetched at the start already (not counted for the minute) and goes stale after ten; a guarded router."""

from contextlib import asynccontextmanager

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordBearer
from jose import jwt
from jose.exceptions import JOSEError
from keys import Provider, Unavailable

provider = Provider()


@asynccontextmanager
async def lifespan(app):
    try:
        provider.load()
    except Unavailable:
        pass  # the first request will try again
    yield


class Unauthorized(Exception):
    pass


def claims(request: Request, token: str = Depends(OAuth2PasswordBearer("https://id.example.com/token"))):
    try:
        header = jwt.get_unverified_header(token)
        key = provider.key(header.get("kid"))
        found = jwt.decode(token, key, ["RS256"], options={"verify_aud": False})
    except (JOSEError, LookupError) as error:
        raise Unauthorized from error
    audience = found.get("aud", [])
    audience = audience if isinstance(audience, list) else [audience]
    if found.get("iss") != "https://id.example.com" or "orders-api" not in audience or "exp" not in found:
        raise Unauthorized
    request.state.claims = found


router = APIRouter(dependencies=[Depends(claims)])


@router.get("/me")
def me(request: Request):
    return {"sub": request.state.claims["sub"]}


app = FastAPI(lifespan=lifespan)
app.include_router(router)
app.add_exception_handler(Unauthorized, lambda r, e: Response(status_code=401, headers={"www-authenticate": "bearer"}))
app.add_exception_handler(Unavailable, lambda r, e: JSONResponse({"error": "unavailable"}, 503))
