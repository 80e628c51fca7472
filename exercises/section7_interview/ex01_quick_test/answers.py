"""7.1 Quick test. The task is in README.md, the app that is asked in main.py."""

# A prediction is a status (418), a header's value ("text/html"; "absent" where there is no such header), or a body
# ({"pages": 7}, or JSON in quotes).
# A choice is a letter ("a").
# TODO: replace each None with your answer, and only then run anything.


# --- Section 1 · requests, responses, status codes ---

# POST /books {"title": "Ulysses", "pages": 730}: its status
post_status = None

# The same request: its header Location
post_location = None

# GET /books/two: its status
text_id_status = None

# GET /books/1/days?pages_a_day=0: its status
crash_status = None

# Your API needs a supplier, and the supplier is down for some minutes. What do you answer?
# a 404   b 200 and an error in the body   c 500 with the traceback   d 503 with Retry-After
supplier_down = None


# --- Section 2 · REST and the HTTP methods ---

# PUT /books/1 {"title": "Dune", "pages": 500}: its body
put_body = None

# PATCH /books/1 {"pages": 500}: its body
patch_body = None

# DELETE /books/2 with the token t-ada, twice: the second status
second_delete_status = None

# No answer came back. Which methods may a client simply send again, as all of them are idempotent?
# a GET, PUT, DELETE   b GET only   c GET, PUT, PATCH, DELETE   d GET, POST, PUT
repeatable = None

# The address of order 7 of user 3, as a nested resource
# a /getOrder?user=3&order=7   b /users/orders/3/7   c /users/3/orders/7   d /orders/7/users/3
nested_address = None


# --- Section 3 · auth and security ---

# DELETE /books/1 without a token: its status
no_token_status = None

# The same request: its header WWW-Authenticate
no_token_challenge = None

# DELETE /books/1 with the token t-bob: its status
reader_status = None

# Somebody finds a JWT of one of your users in a log. What can they do without your key?
# a nothing, it is encrypted   b read the claims, and use it until it expires   c read the claims, but not use it
# d change the role in it, and use it
found_jwt = None

# Which algorithm does a server verify a JWT with?
# a the one that the token's header names   b any that fits the signature   c none, if the header says none
# d the one that the server has fixed
jwt_algorithm = None


# --- Section 4 · Postman, Swagger UI, OpenAPI ---

# GET /docs: its status
docs_status = None

# GET /openapi.json: its status
schema_status = None

# GET /loans: its status
hidden_status = None

# OpenAPI and Swagger UI?
# a two names of one thing   b Swagger UI is OpenAPI's successor   c OpenAPI describes an API, Swagger UI shows that
# d OpenAPI is for JSON, Swagger UI for HTML
openapi_and_swagger = None

# A Postman collection is shared through git. Where does the token come from?
# a a variable that a script of the log-in sets   b the Authorization header of each request   c the URL
# d the description of the collection
postman_token = None


# --- Section 5 · debugging, testing, versioning, pagination ---

# GET /books?limit=1&offset=1: its body
page_body = None

# GET /books?limit=0: its status
limit_status = None

# GET /books/longest: its status
longest_status = None

# time.sleep(2) in an async def route. What do other requests get meanwhile?
# a an answer at once   b an answer after the sleep   c 503   d an answer from another thread
blocking = None

# A client walks through pages by offset, newest first, while others add rows. What may happen?
# a nothing   b it never ends   c it gets a 409   d it sees a row twice
rows_come_and_go = None


# --- Section 6 · real-world scenarios ---

# GET /books with the header Origin: https://evil.example: its status
other_origin_status = None

# GET /books/1/days?pages_a_day=0: its header X-Shelf
shelf_on_a_crash = None

# Which job is one for a middleware, and not for a dependency?
# a find the current user   b check the page size   c a header on every answer, even for an unknown path
# d open a database session for one route
middleware = None

# A page on https://app.example calls your API with cookies. Which CORS settings let it, and no other origin?
# a allow_origins=["https://app.example"], allow_credentials=True   b allow_origins=["*"], allow_credentials=True
# c allow_origins=["*"]   d none, as cookies are sent anyway
cors_with_cookies = None

# 100 requests a minute are allowed. What does the 101st get?
# a 403   b 429 with Retry-After   c 503   d 200 with an empty body
too_many_requests = None
