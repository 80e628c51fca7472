"""Statuses by their names, from the standard library and from FastAPI; a tuple for a list; annotations."""

from http import HTTPStatus
from typing import Any

from fastapi import status

post_status: int = status.HTTP_201_CREATED
post_location: str = "/books/3"
text_id_status = longest_status = limit_status = HTTPStatus.UNPROCESSABLE_ENTITY
crash_status = status.HTTP_500_INTERNAL_SERVER_ERROR
second_delete_status = docs_status = HTTPStatus.NOT_FOUND
no_token_status, reader_status = HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN
schema_status = hidden_status = other_origin_status = HTTPStatus.OK

DUNE = {"title": "Dune", "pages": 500}
put_body: dict[str, Any] = {**DUNE, "note": None}
patch_body: dict[str, Any] = DUNE | {"note": "lent"}
page_body: tuple[dict[str, Any], ...] = ({"title": "Emma", "pages": 474, "note": None},)

no_token_challenge = "Bearer"
shelf_on_a_crash = "absent"

repeatable = postman_token = cors_with_cookies = "a"
found_jwt = blocking = too_many_requests = "b"
nested_address = openapi_and_swagger = middleware = "c"
supplier_down = jwt_algorithm = rows_come_and_go = "d"
