"""The red tests of 6.4. Each one names the requirement of README.md that it looks at."""

import pytest

HOME = {"street": "12 Mill Lane", "postcode": "04109"}
MARY = {"handle": "mary_j", "name": "Mary Jackson", "plan": "team", "addresses": [HOME]}


def found(response):
    """The names in a list of customers."""
    return [customer["name"] for customer in response.json()]


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("field", "good", "bad"),
    [
        ("handle", "abc", "ab"),
        ("handle", "a" * 20, "a" * 21),
        ("name", "X", ""),
        ("name", "x" * 60, "x" * 61),
        ("addresses", [HOME | {"street": "s" * 80}], [HOME | {"street": "s" * 81}]),
        ("addresses", [HOME | {"street": "s"}], [HOME | {"street": ""}]),
    ],
    ids=["handle-short", "handle-long", "name-short", "name-long", "street-long", "street-short"],
)
def test_a_text_that_is_too_short_or_too_long_is_422(client, field, good, bad):
    """Text without a limit is an open door: a name of ten megabytes is stored, sorted and sent to everybody."""
    assert client.post("/customers", json=MARY | {field: good}).status_code == 201

    response = client.post("/customers", json=MARY | {field: bad})

    assert response.status_code == 422


@pytest.mark.task(1)
@pytest.mark.parametrize("handle", ["1ada", "Ada_l", "ada\n", "ad٣a"], ids=["digit", "capital", "line", "arabic"])
def test_a_handle_of_other_characters_is_422(client, handle):
    """A pattern must cover the whole text, up to its last character."""
    assert client.post("/customers", json=MARY | {"handle": "ada_1815"}).status_code == 201

    response = client.post("/customers", json=MARY | {"handle": handle})

    assert response.status_code == 422


@pytest.mark.task(1)
@pytest.mark.parametrize("postcode", ["0410", "04109\n", "٠٤١٠٩"], ids=["four", "line", "arabic"])
def test_a_postcode_that_is_not_five_digits_is_422(client, postcode):
    """Models within a list are models like any other; and Unicode has more digits than ten."""
    assert client.post("/customers", json=MARY).status_code == 201

    response = client.post("/customers", json=MARY | {"addresses": [HOME, HOME | {"postcode": postcode}]})

    assert response.status_code == 422


@pytest.mark.task(1)
@pytest.mark.parametrize("plan", ["gold", "Free"])
def test_a_plan_that_there_is_not_is_422(client, plan):
    """Where only a few values make sense, name them, and `/docs` shows them as well."""
    for known in ("free", "team", "business"):
        assert client.post("/customers", json=MARY | {"plan": known}).status_code == 201

    response = client.post("/customers", json=MARY | {"plan": plan})

    assert response.status_code == 422


@pytest.mark.task(1)
@pytest.mark.parametrize("count", [0, 4])
def test_a_list_that_is_too_short_or_too_long_is_422(client, count):
    """A list has a length as well, and every item costs."""
    for good in (1, 3):
        assert client.post("/customers", json=MARY | {"addresses": [HOME] * good}).status_code == 201

    response = client.post("/customers", json=MARY | {"addresses": [HOME] * count})

    assert response.status_code == 422


@pytest.mark.task(2)
@pytest.mark.parametrize("field", ["is_admin", "nickname"])
def test_an_unknown_field_is_422(client, field):
    """A field ignored today is a column tomorrow: nobody should become an administrator by asking for it."""
    assert client.post("/customers", json=MARY).status_code == 201

    response = client.post("/customers", json=MARY | {field: True})

    assert response.status_code == 422


@pytest.mark.task(2)
def test_an_unknown_field_in_an_address_is_422(client):
    """Each model has a rule of its own; that of the model around it does not count."""
    assert client.post("/customers", json=MARY).status_code == 201

    response = client.post("/customers", json=MARY | {"addresses": [HOME | {"verified": True}]})

    assert response.status_code == 422


@pytest.mark.task(3)
@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ({"addresses": [HOME, HOME | {"postcode": "x"}]}, [["body", "addresses", 1, "postcode"]]),
        ({"is_admin": True, "handle": "M"}, [["body", "handle"], ["body", "is_admin"]]),
    ],
    ids=["one", "two"],
)
def test_a_422_names_every_wrong_field(client, changes, places):
    """The form can then show the message where the mistake was made, and all of them at once."""
    response = client.post("/customers", json=MARY | changes)

    assert response.status_code == 422
    assert sorted(error["loc"] for error in response.json()["detail"]) == places


@pytest.mark.task(4)
@pytest.mark.parametrize(("q", "name"), [("%", "100% Cotton"), ("_", "snake_case Ltd")], ids=["percent", "underscore"])
def test_a_wildcard_stands_for_itself(client, q, name):
    """A bound value keeps quotes out of the SQL, not wildcards out of LIKE: there, each of the two finds everybody."""
    response = client.get("/customers", params={"q": q})

    assert response.status_code == 200
    assert found(response) == [name]


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("q", "name"),
    [("'", "Grace O'Malley"), ('"', 'Joan "Jo" Clarke'), ("\\", "Back\\Slash & Sons")],
    ids=["quote", "double-quote", "backslash"],
)
def test_a_quote_or_a_backslash_stands_for_itself(client, q, name):
    """Ms O'Malley is no attack: refusing or dropping such characters protects nobody, and hurts people like her."""
    assert client.get("/customers", params={"q": "O'M"}).status_code == 200

    response = client.get("/customers", params={"q": q})

    assert response.status_code == 200
    assert found(response) == [name]


@pytest.mark.task(4)
def test_what_was_stored_is_found(client):
    """A round trip with everything that is special somewhere, in both letter cases."""
    strange = "50%_off \\ 'single' \"double\" -- ; \\% #"
    assert client.post("/customers", json=MARY | {"name": strange}).status_code == 201

    response = client.get("/customers", params={"q": strange.upper()})

    assert response.status_code == 200
    assert found(response) == [strange]
    assert found(client.get("/customers", params={"q": "50%off"})) == []


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "q",
    [
        "' OR '1'='1",
        "%' OR 1=1 --",
        "'; DROP TABLE customers; --",
        "x' UNION SELECT 1,2,password_hash,4,5,6,7 FROM customers--",
    ],
    ids=["or", "comment", "drop", "union"],
)
def test_sql_in_a_search_is_only_text(client, q):
    """What the client sends is a value; it never becomes a part of the program (OWASP, injection)."""
    response = client.get("/customers", params={"q": q})

    assert response.status_code == 200
    assert response.json() == []
    assert found(client.get("/customers?q=lovelace")) == ["Ada Lovelace"]


@pytest.mark.task(5)
@pytest.mark.parametrize("q", ["", "a" * 61], ids=["empty", "long"])
def test_a_search_that_is_too_short_or_too_long_is_422(client, q):
    """An empty string is part of every name; and endless patterns keep the database busy."""
    assert client.get("/customers", params={"q": "a" * 60}).status_code == 200

    response = client.get("/customers", params={"q": q})

    assert response.status_code == 422


@pytest.mark.task(5)
@pytest.mark.parametrize("sort", ["password_hash", "name DESC"])
def test_a_search_sorts_by_two_columns_only(client, sort):
    """A column's name cannot be bound; and sorting by a secret column gives the secret away bit by bit."""
    by_name, by_handle = client.get("/customers?q=k"), client.get("/customers?q=k&sort=handle")
    assert found(by_name) == ["Back\\Slash & Sons", 'Joan "Jo" Clarke', "snake_case Ltd"]
    assert found(by_handle) == ['Joan "Jo" Clarke', "Back\\Slash & Sons", "snake_case Ltd"]

    response = client.get("/customers", params={"q": "k", "sort": sort})

    assert response.status_code == 422


@pytest.mark.task(6)
def test_a_new_customer_is_answered_without_secrets(client):
    """What goes out has to be named as well: a row holds whatever the table holds."""
    response = client.post("/customers", json=MARY)

    assert response.status_code == 201
    assert response.json() == {"id": response.json().get("id"), **MARY}


@pytest.mark.task(6)
def test_a_search_is_answered_without_secrets(client):
    """Each route has to say what it shows; one of them is always forgotten."""
    response = client.get("/customers", params={"q": "Lovelace"})

    home = {"street": "1 High Street", "postcode": "10115"}
    assert response.status_code == 200
    assert response.json() == [{"id": 1, "handle": "ada", "name": "Ada Lovelace", "plan": "team", "addresses": [home]}]
