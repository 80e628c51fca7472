"""One way to page, for every list."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Query
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session


@dataclass
class Paging:
    limit: Annotated[int, Query(ge=1, le=100)] = 10
    offset: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0


PagingDep = Annotated[Paging, Depends()]


def page_of(rows: Select[Any], session: Session, paging: Paging) -> dict[str, Any]:
    """What `schemas.Page` holds: some of the rows that `rows` selects, and how many there are."""
    total = session.scalar(select(func.count()).select_from(rows.subquery()))
    items = session.scalars(rows.limit(paging.limit).offset(paging.offset)).all()
    return {"items": items, "total": total, "limit": paging.limit, "offset": paging.offset}
