"""A line a section, answers in the order of the questions."""

post_status, post_location, text_id_status, crash_status, supplier_down = 201, "/books/3", 422, 500, "d"
put_body, patch_body = ({"note": note, "pages": 500, "title": "Dune"} for note in (None, "lent"))
second_delete_status, repeatable, nested_address = 404, "a", "c"
no_token_status, no_token_challenge, reader_status, found_jwt, jwt_algorithm = 401, " Bearer ", 403, "b", "d"
docs_status, schema_status, hidden_status, openapi_and_swagger, postman_token = 404, 200, 200, *"ca"
page_body, limit_status, longest_status = [{"note": None, "pages": 474, "title": "Emma"}], 422, 422
blocking, rows_come_and_go = "bd"
other_origin_status, shelf_on_a_crash, (middleware, cors_with_cookies, too_many_requests) = 200, "absent", "cab"
