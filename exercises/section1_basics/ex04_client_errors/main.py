"""1.4 Client errors. The task is in README.md."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel


class Account(BaseModel):
    owner: str
    cents: int


class Transfer(BaseModel):
    source: str
    target: str
    cents: int
    # TODO: this takes any whole number, and an account as its own target.


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


# TODO: find out who calls. It has to be known before the body is judged.


@app.post("/transfers")
async def transfer_money(transfer: Transfer) -> Transfer:
    # TODO: refuse what has to be refused, in the order of requirement 8; then move the money.
    # The route is async: as long as it awaits nothing, no other request comes between your checks and the money.
    raise HTTPException(501, "not written yet")
