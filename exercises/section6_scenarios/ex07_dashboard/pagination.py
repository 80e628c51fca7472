"""One way to page, for every list."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, HTTPException
from sqlalchemy import Select
from sqlalchemy.orm import Session


@dataclass
class Paging:
    # TODO: query parameters with bounds.
    limit: int = 10
    offset: int = 0


PagingDep = Annotated[Paging, Depends()]


def page_of(rows: Select[Any], session: Session, paging: Paging) -> dict[str, Any]:
    """What `schemas.Page` holds: some of the rows that `rows` selects, and how many there are."""
    # TODO: count them all in the database, fetch one page.
    raise HTTPException(501, "not written yet")
