"""The red tests of 7.3. Each one names the requirement of README.md that it looks at.

The tokens are made here, with a secret that is new in each run.
"""

import secrets
from functools import cache

import pytest
from jose import jwt

LATER, LONG_AGO = 4102444800, 1000000000  # 2100 and 2001
PAGE = "https://rooms.example"


ONE_BOOKING = ["GET", "PATCH", "DELETE"]


@cache
def secret_key():
    return secrets.token_hex(32)


def token(name, secret=None, expires=LATER):
    claims = {"sub": name, "exp": expires}
    return {"Authorization": "Bearer " + jwt.encode(claims, secret or secret_key(), algorithm="HS256")}


def ada():
    return token("ada")


def bob():
    return token("bob")


@pytest.fixture
def client(start):
    return start(env={"SECRET_KEY": secret_key()})


def book(client, headers=None, **fields):
    """Book the blue room for 17 June as Ada, unless `headers` and `fields` say otherwise."""
    headers = ada() if headers is None else headers
    return client.post("/api/v1/bookings", headers=headers, json={"room": "blue", "day": "2030-06-17", **fields})


def booked(client, headers=None, **fields):
    """The address of a booking that was just made."""
    response = book(client, headers, **fields)
    assert response.is_success
    return f"/api/v1/bookings/{response.json().get('id')}"


def ask(client, method, address, headers):
    """GET, PATCH or DELETE, the PATCH with something to change."""
    return client.request(method, address, headers=headers, json={"people": 2} if method == "PATCH" else None)


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("name", "sent", "stored"),
    [
        ("ada", {"room": "blue", "people": 4, "note": "tea"}, {"room": "blue", "people": 4, "note": "tea"}),
        ("bob", {"room": "green"}, {"room": "green", "people": 1, "note": None}),
    ],
    ids=["everything", "only-what-is-required"],
)
def test_post_is_201_and_the_booking(client, name, sent, stored):
    """The client learns the id and sees what was filled in for it (RFC 9110, 15.3.2)."""
    response = client.post("/api/v1/bookings", headers=token(name), json={"day": "2030-06-18", **sent})

    assert response.status_code == 201
    number = response.json().get("id")
    assert isinstance(number, int)
    assert response.json() == {"id": number, "owner": name, "day": "2030-06-18", **stored}


@pytest.mark.task(2)
def test_location_leads_to_the_booking(client):
    """A client follows Location; it does not have to know how addresses are built (RFC 9110, 10.2.2)."""
    book(client, room="green")
    created = book(client)
    assert "location" in created.headers

    response = client.get(created.url.join(created.headers["location"]), headers=ada())

    assert response.status_code == 200
    assert response.json() == created.json()


@pytest.mark.task(3)
@pytest.mark.parametrize("method", ONE_BOOKING)
def test_unknown_booking_is_404(client, method):
    """A client looks at the status first: null or an error in a 200 is taken for a booking."""
    assert ask(client, method, booked(client), ada()).is_success

    response = ask(client, method, "/api/v1/bookings/987654", ada())

    assert response.status_code == 404
    assert "detail" in response.json()


@pytest.mark.task(4)
def test_taken_room_is_409(client):
    """The request is a good one at a bad moment (RFC 9110, 15.5.10)."""
    first = booked(client)

    taken = book(client, bob())
    free = book(client, bob(), room="green"), book(client, bob(), day="2030-06-18")

    assert taken.status_code == 409
    assert [response.is_success for response in free] == [True, True]
    assert client.get(first, headers=ada()).json().get("owner") == "ada"


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("change", "people", "note"),
    [({"people": 3}, 3, "tea"), ({"note": None}, 5, None), ({"people": 8, "note": "cake"}, 8, "cake")],
    ids=["people", "null", "both"],
)
def test_patch_changes_what_was_sent(client, change, people, note):
    """PATCH carries the changes only (RFC 5789); null is a value, and not nothing."""
    address = booked(client, people=5, note="tea")

    response = client.patch(address, headers=ada(), json=change)

    assert response.status_code == 200
    whole = {"owner": "ada", "room": "blue", "day": "2030-06-17", "people": people, "note": note}
    assert {**response.json(), "id": 0} == {**whole, "id": 0}
    assert client.get(address, headers=ada()).json() == response.json()


@pytest.mark.task(6)
def test_delete_is_204_and_the_room_is_free(client):
    """204 promises that there is not one byte of body (RFC 9110, 15.3.5)."""
    address = booked(client)

    response = client.delete(address, headers=ada())

    assert response.status_code == 204
    assert response.content == b""
    assert client.get(address, headers=ada()).status_code == 404
    assert book(client, bob()).is_success


@pytest.mark.task(7)
@pytest.mark.parametrize("sent", ["none", "expired", "another-secret", "no-jwt"])
def test_without_a_good_token_it_is_401(client, sent):
    """401 asks who you are, and has to say how to answer that (RFC 9110, 11.6.1)."""
    headers = {
        "none": {},
        "expired": token("ada", expires=LONG_AGO),
        "another-secret": token("ada", secret="0" * 64),
        "no-jwt": {"Authorization": "Bearer abc"},
    }[sent]
    address = booked(client)

    refused = [client.get("/api/v1/bookings", headers=headers), book(client, headers, room="green")]
    refused += [ask(client, method, address, headers) for method in ONE_BOOKING]

    assert [response.status_code for response in refused] == [401] * 5
    challenges = [response.headers.get("WWW-Authenticate", "")[:6].lower() for response in refused]
    assert challenges == ["bearer"] * 5


@pytest.mark.task(8)
@pytest.mark.parametrize("method", ONE_BOOKING)
def test_somebody_elses_booking_is_403(client, method):
    """A good token says who you are, and not that everything is yours."""
    address = booked(client, people=7)
    before = client.get(address, headers=ada())
    assert before.status_code == 200

    response = ask(client, method, address, bob())

    assert response.status_code == 403
    assert client.get(address, headers=ada()).json() == before.json()


def document(client):
    response = client.get("/openapi.json")
    assert response.status_code == 200
    return response.json()


def operations(client):
    """What the document says of each route, by method and path; `{id}` whatever the parameter is called."""
    return {
        f"{method.upper()} {path.partition('{')[0].rstrip('/')}{'/{id}' if '{' in path else ''}": said
        for path, methods in document(client)["paths"].items()
        for method, said in methods.items()
    }


@pytest.mark.task(9)
def test_the_document_has_title_and_version(client):
    """The first thing that a reader of /docs sees."""
    info = document(client)["info"]

    assert (info["title"], info["version"]) == ("Bookings", "1.0.0")


@pytest.mark.task(10)
@pytest.mark.parametrize(
    ("route", "code"),
    [
        ("POST /api/v1/bookings", "409"),
        ("GET /api/v1/bookings/{id}", "404"),
        ("PATCH /api/v1/bookings/{id}", "404"),
        ("DELETE /api/v1/bookings/{id}", "404"),
    ],
)
def test_refusals_are_documented(client, route, code):
    """Who writes a client needs to know what can go wrong; FastAPI cannot see it in your code."""
    assert route in operations(client)

    assert code in operations(client)[route]["responses"]


@pytest.mark.task(11)
def test_the_document_says_that_a_token_is_needed(client):
    """From this /docs draws its locks, and a generated client takes its log-in."""
    known = {route: said for route, said in operations(client).items() if " /api/v1/bookings" in route}
    assert len(known) == 5

    assert [route for route, said in known.items() if not said.get("security")] == []
    schemes = document(client)["components"]["securitySchemes"].values()
    assert [each for each in schemes if each.get("scheme") != "bearer" and each["type"] != "oauth2"] == []


@pytest.mark.task(12)
@pytest.mark.parametrize("prefix", ["", "/api/v2"])
def test_nothing_answers_outside_of_the_version(client, prefix):
    """An address without its version is a promise for all versions to come."""
    assert client.get("/api/v1/bookings", headers=ada()).status_code == 200

    response = client.get(f"{prefix}/bookings", headers=ada())

    assert response.status_code == 404


@pytest.mark.task(13)
@pytest.mark.parametrize(
    ("query", "days"),
    [("", range(1, 11)), ("?limit=3", range(1, 4)), ("?limit=5&offset=9", range(10, 13)), ("?offset=12", [])],
    ids=["first-ten", "limit", "offset", "past-the-end"],
)
def test_the_list_is_a_page_of_ones_own(client, query, days):
    """Without a total, a client cannot tell the last page from an empty world."""
    for day in range(1, 13):
        booked(client, day=f"2030-07-{day:02}")
    booked(client, bob(), day="2030-07-31")

    response = client.get(f"/api/v1/bookings{query}", headers=ada())

    assert response.status_code == 200
    assert response.json().get("total") == 12
    assert [item["day"] for item in response.json().get("items", [])] == [f"2030-07-{day:02}" for day in days]


@pytest.mark.task(14)
@pytest.mark.parametrize("query", ["limit=0", "limit=51", "limit=-1", "offset=-1"])
def test_outside_of_the_limits_is_422(client, query):
    """A limit that the client may choose freely is none."""
    assert client.get("/api/v1/bookings?limit=50&offset=0", headers=ada()).status_code == 200

    response = client.get(f"/api/v1/bookings?{query}", headers=ada())

    assert response.status_code == 422


@pytest.mark.task(15)
@pytest.mark.parametrize(
    "fields",
    [{"room": "red"}, {"day": "soon"}, {"people": 0}, {"people": 9}, {"owner": "bob"}],
    ids=["room", "day", "nobody", "too-many", "unknown-field"],
)
def test_wrong_values_are_422_in_post(client, fields):
    """What does not fit is refused at the door, and so is what nobody asked for."""
    booked(client, people=8)

    response = book(client, **{"day": "2030-06-19", **fields})

    assert response.status_code == 422


@pytest.mark.task(15)
@pytest.mark.parametrize(
    "change", [{"people": 0}, {"people": 9}, {"owner": "bob"}], ids=["nobody", "too-many", "unknown-field"]
)
def test_wrong_values_are_422_in_patch(client, change):
    """A change goes through the same door."""
    address = booked(client, people=3)
    assert client.patch(address, headers=ada(), json={"people": 8}).status_code == 200

    response = client.patch(address, headers=ada(), json=change)

    assert response.status_code == 422
    assert client.get(address, headers=ada()).json().get("people") == 8


@pytest.mark.task(16)
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_the_listed_origin_may_call_every_route(client, method):
    """A browser asks first, without a token: the preflight must not need one (Fetch standard, CORS protocol)."""
    address = booked(client)
    preflight = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": "authorization"}

    asked = client.options(address, headers={"Origin": PAGE, **preflight})
    answer = client.get(address, headers={"Origin": PAGE, **ada()})

    assert asked.status_code in (200, 204)
    assert asked.headers.get("Access-Control-Allow-Origin") == PAGE
    assert method in asked.headers.get("Access-Control-Allow-Methods", "")
    assert "authorization" in asked.headers.get("Access-Control-Allow-Headers", "").lower()
    assert answer.headers.get("Access-Control-Allow-Origin") == PAGE


@pytest.mark.task(16)
@pytest.mark.parametrize("origin", ["https://evil.example", "https://rooms.example.evil.example"])
def test_other_origins_are_not_let_in(client, origin):
    """The server answers all the same; without this header the browser keeps the answer from the page."""
    address = booked(client)
    listed = client.get(address, headers={"Origin": PAGE, **ada()})
    assert listed.headers.get("Access-Control-Allow-Origin") == PAGE

    response = client.get(address, headers={"Origin": origin, **ada()})

    assert response.headers.get("Access-Control-Allow-Origin") is None
