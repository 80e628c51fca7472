"""1.4 Client errors: each refusal with the code that says what the client can do about it."""

from typing import Annotated, Self

from fastapi import Depends, FastAPI, Header, HTTPException, status
from pydantic import BaseModel, PositiveInt, model_validator


class Account(BaseModel):
    owner: str
    cents: int


class Transfer(BaseModel):
    source: str
    target: str
    cents: PositiveInt

    @model_validator(mode="after")
    def between_two_accounts(self) -> Self:
        if self.source == self.target:
            raise ValueError("source and target are the same account")
        return self


USERS = {"ada", "grace", "joan"}
ACCOUNTS = {
    "K1": Account(owner="ada", cents=10_000),
    "K2": Account(owner="ada", cents=0),
    "K3": Account(owner="grace", cents=2_500),
}

app = FastAPI(title="Transfers")


@app.get("/balances")
def read_balances() -> dict[str, int]:
    return {number: account.cents for number, account in ACCOUNTS.items()}


# A dependency, because FastAPI runs it before it judges the fields of the body.
def caller(x_user: Annotated[str | None, Header()] = None) -> str:
    if x_user not in USERS:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "who is calling?", {"WWW-Authenticate": "X-User"})
    return x_user


def account(number: str) -> Account:
    if number not in ACCOUNTS:
        raise HTTPException(status.HTTP_404_NOT_FOUND, f"there is no account {number}")
    return ACCOUNTS[number]


# Async without an await: no other request comes between the checks and the money.
@app.post("/transfers", status_code=status.HTTP_201_CREATED)
async def transfer_money(transfer: Transfer, user: Annotated[str, Depends(caller)]) -> Transfer:
    source, target = account(transfer.source), account(transfer.target)
    if source.owner != user:
        raise HTTPException(status.HTTP_403_FORBIDDEN, f"{transfer.source} is not your account")
    if source.cents < transfer.cents:
        raise HTTPException(status.HTTP_409_CONFLICT, f"{transfer.source} holds too little")
    source.cents -= transfer.cents
    target.cents += transfer.cents
    return transfer
