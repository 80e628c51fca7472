from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from models import User

# Only for the document: who calls, the middleware has found out.
oauth2 = OAuth2PasswordBearer(tokenUrl="/api/v1/token", auto_error=False)


def of_the_request(request: Request, _: Annotated[str | None, Depends(oauth2)]) -> User:
    return request.state.user


CurrentUser = Annotated[User, Depends(of_the_request)]
