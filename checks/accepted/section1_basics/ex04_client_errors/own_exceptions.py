"""A small domain that knows nothing of HTTP, an exception for each refusal, one handler that gives them their codes."""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from fastapi import APIRouter, Depends, FastAPI, Request, status
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field


class RefusedError(Exception):
    code: ClassVar[int]
    headers: ClassVar[dict[str, str] | None] = None


class UnknownCallerError(RefusedError):
    code = 401
    headers: ClassVar = {"www-authenticate": "Bearer"}


class NotTheOwnerError(RefusedError):
    code = 403


class UnknownAccountError(RefusedError):
    code = 404


class TooLittleError(RefusedError):
    code = 409


class SameAccountError(RefusedError):
    code = 422


@dataclass
class Bank:
    users: set[str]
    accounts: dict[str, dict[str, Any]]

    def transfer(self, user: str, source: str, target: str, cents: int) -> None:
        if source == target:
            raise SameAccountError(source)
        for number in (source, target):
            if number not in self.accounts:
                raise UnknownAccountError(number)
        if self.accounts[source]["owner"] != user:
            raise NotTheOwnerError(user)
        rest = self.accounts[source]["cents"] - cents
        if rest < 0:
            raise TooLittleError(source)
        self.accounts[source] = {**self.accounts[source], "cents": rest}
        self.accounts[target] = {**self.accounts[target], "cents": self.accounts[target]["cents"] + cents}


bank = Bank(
    {"ada", "grace", "joan"},
    {
        "K1": {"owner": "ada", "cents": 10_000},
        "K2": {"owner": "ada", "cents": 0},
        "K3": {"owner": "grace", "cents": 2_500},
    },
)


class Transfer(BaseModel):
    source: str
    target: str
    cents: Annotated[int, Field(gt=0, strict=True)]


async def user_of(request: Request) -> str:
    name = request.headers.get("X-User")
    if name is None or name not in bank.users:
        raise UnknownCallerError(name)
    return name


router = APIRouter()


@router.get("/balances")
async def balances():
    return {number: account["cents"] for number, account in bank.accounts.items()}


@router.post("/transfers", status_code=status.HTTP_201_CREATED)
async def create_transfer(transfer: Transfer, user: str = Depends(user_of)):
    bank.transfer(user, **transfer.model_dump())


async def refused(request: Request, error: RefusedError) -> JSONResponse:
    return JSONResponse({"detail": [type(error).__name__, *map(str, error.args)]}, error.code, error.headers)


app = FastAPI(exception_handlers={RefusedError: refused})
app.include_router(router)
