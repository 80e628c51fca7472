"""7.1 Quick test. The task is in README.md, the app that is asked in main.py."""

# A prediction is a status (418), a header's value ("text/html"; "absent" where there is no such header), or a body
# ({"pages": 7}, or JSON in quotes).
# A choice is a letter ("a").


# --- Section 1 · requests, responses, status codes ---

# POST /books {"title": "Ulysses", "pages": 730}: its status
post_status = 200

# The same request: its header Location
post_location = "absent"

# GET /books/two: its status
text_id_status = 200

# GET /books/1/days?pages_a_day=0: its status
crash_status = 200

# Your API needs a supplier, and the supplier is down for some minutes. What do you answer?
# a 404   b 200 and an error in the body   c 500 with the traceback   d 503 with Retry-After
supplier_down = "d"  # the client may try again, and learns when


# --- Section 2 · REST and the HTTP methods ---

# PUT /books/1 {"title": "Dune", "pages": 500}: its body
put_body = {}

# PATCH /books/1 {"pages": 500}: its body
patch_body = {}

# DELETE /books/2 with the token t-ada, twice: the second status
second_delete_status = 200

# No answer came back. Which methods may a client simply send again, as all of them are idempotent?
# a GET, PUT, DELETE   b GET only   c GET, PUT, PATCH, DELETE   d GET, POST, PUT
repeatable = "a"  # of PATCH it is not promised (RFC 5789)

# The address of order 7 of user 3, as a nested resource
# a /getOrder?user=3&order=7   b /users/orders/3/7   c /users/3/orders/7   d /orders/7/users/3
nested_address = "c"  # from the whole to the part, nouns only


# --- Section 3 · auth and security ---

# DELETE /books/1 without a token: its status
no_token_status = 200

# The same request: its header WWW-Authenticate
no_token_challenge = "absent"

# DELETE /books/1 with the token t-bob: its status
reader_status = 200

# Somebody finds a JWT of one of your users in a log. What can they do without your key?
# a nothing, it is encrypted   b read the claims, and use it until it expires   c read the claims, but not use it
# d change the role in it, and use it
found_jwt = "b"  # signed is not encrypted, and a bearer token works for whoever bears it

# Which algorithm does a server verify a JWT with?
# a the one that the token's header names   b any that fits the signature   c none, if the header says none
# d the one that the server has fixed
jwt_algorithm = "d"  # whoever forges a token also writes its header


# --- Section 4 · Postman, Swagger UI, OpenAPI ---

# GET /docs: its status
docs_status = 200

# GET /openapi.json: its status
schema_status = 200

# GET /loans: its status
hidden_status = 200

# OpenAPI and Swagger UI?
# a two names of one thing   b Swagger UI is OpenAPI's successor   c OpenAPI describes an API, Swagger UI shows that
# d OpenAPI is for JSON, Swagger UI for HTML
openapi_and_swagger = "c"  # /openapi.json is the description, /docs the page

# A Postman collection is shared through git. Where does the token come from?
# a a variable that a script of the log-in sets   b the Authorization header of each request   c the URL
# d the description of the collection
postman_token = "a"  # what is shared holds no credential


# --- Section 5 · debugging, testing, versioning, pagination ---

# GET /books?limit=1&offset=1: its body
page_body = {}

# GET /books?limit=0: its status
limit_status = 200

# GET /books/longest: its status
longest_status = 200

# time.sleep(2) in an async def route. What do other requests get meanwhile?
# a an answer at once   b an answer after the sleep   c 503   d an answer from another thread
blocking = "b"  # the event loop sleeps; in a plain def a thread does

# A client walks through pages by offset, newest first, while others add rows. What may happen?
# a nothing   b it never ends   c it gets a 409   d it sees a row twice
rows_come_and_go = "d"  # everything moves on by one; a cursor stays with its row


# --- Section 6 · real-world scenarios ---

# GET /books with the header Origin: https://evil.example: its status
other_origin_status = 200

# GET /books/1/days?pages_a_day=0: its header X-Shelf
shelf_on_a_crash = "absent"

# Which job is one for a middleware, and not for a dependency?
# a find the current user   b check the page size   c a header on every answer, even for an unknown path
# d open a database session for one route
middleware = "c"  # it runs before there is a route, and after the answer

# A page on https://app.example calls your API with cookies. Which CORS settings let it, and no other origin?
# a allow_origins=["https://app.example"], allow_credentials=True   b allow_origins=["*"], allow_credentials=True
# c allow_origins=["*"]   d none, as cookies are sent anyway
cors_with_cookies = "a"  # with credentials Starlette answers * with the origin that asks: any page on the web

# 100 requests a minute are allowed. What does the 101st get?
# a 403   b 429 with Retry-After   c 503   d 200 with an empty body
too_many_requests = "b"  # the client's doing, and it learns when to come back
