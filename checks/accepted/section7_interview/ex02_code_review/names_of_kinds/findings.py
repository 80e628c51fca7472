"""An enumeration for the kinds, underscores in their names."""

from enum import StrEnum, auto


class Kind(StrEnum):
    SECRET_IN_CODE = auto()
    ANY_ORIGIN = auto()
    EXPIRED_TOKEN = auto()
    SQL_INJECTION = auto()
    ERROR_AS_200 = auto()
    GET_CHANGES_STATE = auto()
    UNGUARDED_ROUTE = auto()
    BLOCKING_CALL = auto()


FINDINGS = dict(zip((16, 19, 24, 42, 58, 62, 71, 81), Kind, strict=True))
