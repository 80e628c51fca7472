"""Everything as text, the way it was read: statuses in quotes, bodies as JSON, capital letters, lower-case header values."""

post_status = "201"
post_location = "/books/3"
text_id_status = "422"
crash_status = "500"
supplier_down = "D"

put_body = '{"title": "Dune", "pages": 500, "note": null}'
patch_body = '{"pages": 500, "title": "Dune", "note": "lent"}'
second_delete_status = "404"
repeatable = "A"
nested_address = "C"

no_token_status = "401"
no_token_challenge = "bearer"
reader_status = "403"
found_jwt = "B"
jwt_algorithm = "D"

docs_status = "404"
schema_status = "200"
hidden_status = "200"
openapi_and_swagger = "C"
postman_token = "A"

page_body = '[{"title": "Emma", "pages": 474, "note": null}]'
limit_status = "422"
longest_status = "422"
blocking = "B"
rows_come_and_go = "D"

other_origin_status = "200"
shelf_on_a_crash = "Absent"
middleware = "C"
cors_with_cookies = "A"
too_many_requests = "B"
