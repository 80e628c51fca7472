from typing import Annotated

from fastapi import Depends, Query
from sqlalchemy import func


def paging(limit: int = Query(10, ge=1, le=100), offset: int = Query(0, ge=0)) -> tuple[int, int]:
    return limit, offset


PagingDep = Annotated[tuple[int, int], Depends(paging)]


def page_of(rows, session, paging):
    """The total comes along with each row; only a page without rows asks a second time."""
    limit, offset = paging
    found = session.execute(rows.add_columns(func.count().over()).limit(limit).offset(offset)).all()
    total = found[0][1] if found else len(session.scalars(rows).all())
    return {"items": [row[0] for row in found], "total": total, "limit": limit, "offset": offset}
