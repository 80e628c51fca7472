"""The caller by `APIKeyHeader`, with its own 401, for the whole app; each check a dependency on the one before."""

from typing import Annotated

from fastapi import Body, Depends, FastAPI, HTTPException, Security
from fastapi.security import APIKeyHeader
from pydantic import BaseModel, Field, field_validator

known_callers = APIKeyHeader(name="X-User")


def caller(name: Annotated[str, Security(known_callers)]) -> str:
    if name in USERS:
        return name
    raise HTTPException(status_code=401, headers={"WWW-Authenticate": "APIKey"})


class Account(BaseModel):
    owner: str
    cents: int


class Transfer(BaseModel):
    source: str
    target: str
    cents: Annotated[int, Field(ge=1)]

    @field_validator("target")
    @classmethod
    def another_account(cls, target: str, info) -> str:
        assert target != info.data.get("source"), "the same account"
        return target


USERS = ["ada", "grace", "joan"]
ACCOUNTS = {
    "K1": Account(owner="ada", cents=10_000),
    "K2": Account(owner="ada", cents=0),
    "K3": Account(owner="grace", cents=2_500),
}

Caller = Annotated[str, Depends(caller)]


def accounts(transfer: Annotated[Transfer, Body()], _: Caller) -> tuple[Account, Account]:
    try:
        return ACCOUNTS[transfer.source], ACCOUNTS[transfer.target]
    except KeyError as unknown:
        raise HTTPException(404, {"unknown": unknown.args[0]}) from None


Accounts = Annotated[tuple[Account, Account], Depends(accounts)]


def own_account(accounts: Accounts, caller: Caller) -> Account:
    if accounts[0].owner == caller:
        return accounts[0]
    raise HTTPException(403)


app = FastAPI(dependencies=[Depends(caller)])


@app.get("/balances")
def read_balances() -> dict[str, int]:
    return {number: account.cents for number, account in ACCOUNTS.items()}


@app.post("/transfers", status_code=201)
async def transfer_money(
    transfer: Annotated[Transfer, Body()], accounts: Accounts, source: Annotated[Account, Depends(own_account)]
) -> dict[str, int]:
    if source.cents >= transfer.cents:
        source.cents, accounts[1].cents = source.cents - transfer.cents, accounts[1].cents + transfer.cents
        return {"left": source.cents}
    raise HTTPException(409, "too little money")
