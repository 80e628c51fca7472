"""The red tests of 5.4. Each one names the requirement of README.md that it looks at."""

import pytest

DEPRECATION = "@1772323200"
SUNSET = "Sat, 01 Mar 2031 00:00:00 GMT"


@pytest.mark.task(1)
@pytest.mark.parametrize(
    "book",
    [
        {"id": 1, "title": "Good Omens", "author": "Terry Pratchett, Neil Gaiman"},
        {"id": 2, "title": "Dune", "author": "Frank Herbert"},
    ],
    ids=["good-omens", "dune"],
)
def test_v1_keeps_its_shape(client, book):
    """Programs out there read `author`; a published version never changes under them."""
    response = client.get(f"/api/v1/books/{book['id']}")

    assert response.status_code == 200
    assert response.json() == book


@pytest.mark.task(2)
@pytest.mark.parametrize(
    "book",
    [
        {"id": 1, "title": "Good Omens", "authors": ["Terry Pratchett", "Neil Gaiman"]},
        {"id": 2, "title": "Dune", "authors": ["Frank Herbert"]},
    ],
    ids=["good-omens", "dune"],
)
def test_v2_lists_the_authors(client, book):
    """The change that broke v1's shape, and so needed a version of its own."""
    response = client.get(f"/api/v2/books/{book['id']}")

    assert response.status_code == 200
    assert response.json() == book


@pytest.mark.task(3)
def test_v1_creates_in_its_own_shape(client):
    """A client of v1 sends and gets what it always has: it need not know that there is a v2."""
    response = client.post("/api/v1/books", json={"title": "Emma", "author": "Jane Austen"})

    assert response.status_code == 201
    body = response.json()
    assert body == {"id": body.get("id"), "title": "Emma", "author": "Jane Austen"}


@pytest.mark.task(3)
def test_v2_creates_in_its_own_shape(client):
    """A book may have several authors from now on."""
    new = {"title": "The Talisman", "authors": ["Stephen King", "Peter Straub"]}

    response = client.post("/api/v2/books", json=new)

    assert response.status_code == 201
    body = response.json()
    assert body == {"id": body.get("id"), **new}


@pytest.mark.task(4)
@pytest.mark.parametrize("author", ["Ursula K. Le Guin", "Martin Luther King, Jr."])
def test_written_through_v1_is_read_through_v2(client, author):
    """Two versions are two views of one store, not two stores."""
    created = client.post("/api/v1/books", json={"title": "Collected Essays", "author": author})
    assert created.status_code == 201

    response = client.get(f"/api/v2/books/{created.json().get('id')}")

    assert response.status_code == 200
    assert response.json() == {"id": created.json()["id"], "title": "Collected Essays", "authors": [author]}


@pytest.mark.task(4)
def test_written_through_v2_is_read_through_v1(client):
    """Whoever has not moved yet still sees what the others write."""
    created = client.post("/api/v2/books", json={"title": "The Talisman", "authors": ["Stephen King", "Peter Straub"]})
    assert created.status_code == 201

    response = client.get(f"/api/v1/books/{created.json().get('id')}")

    assert response.status_code == 200
    expected = {"id": created.json()["id"], "title": "The Talisman", "author": "Stephen King, Peter Straub"}
    assert response.json() == expected


@pytest.mark.task(5)
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_unknown_book_is_404(client, version):
    """The old version is deprecated, not neglected."""
    assert client.get(f"/api/{version}/books/2").status_code == 200

    response = client.get(f"/api/{version}/books/99")

    assert response.status_code == 404


@pytest.mark.task(6)
def test_v1_says_since_when_it_is_deprecated(client):
    """A structured field's date: @ and seconds; the `true` of older drafts is gone (RFC 9745, 2.1)."""
    response = client.get("/api/v1/books/1")

    assert response.status_code == 200
    assert response.headers.get("deprecation") == DEPRECATION


@pytest.mark.task(6)
def test_v1_says_when_it_will_be_gone(client):
    """Sunset is older than structured fields, so its date is an HTTP-date (RFC 8594, 3)."""
    response = client.get("/api/v1/books/1")

    assert response.status_code == 200
    assert response.headers.get("sunset") == SUNSET


@pytest.mark.task(6)
@pytest.mark.parametrize("book_id", [1, 2])
def test_v1_links_to_the_same_book_in_v2(client, book_id):
    """A client can follow the link; it does not have to know how the next version builds its addresses (RFC 5829)."""
    response = client.get(f"/api/v1/books/{book_id}")
    assert "successor-version" in response.links

    successor = response.url.join(response.links["successor-version"]["url"])

    assert successor.path == f"/api/v2/books/{book_id}"


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        pytest.param("GET", "/books/99", 404, id="unknown-book"),
        pytest.param("POST", "/books", 422, id="no-body"),
    ],
)
def test_errors_of_v1_carry_the_three_headers_too(client, method, path, code):
    """The client that only ever gets errors is the one to be told."""
    response = client.request(method, f"/api/v1{path}")

    assert response.status_code == code
    assert response.headers.get("deprecation") == DEPRECATION
    assert response.headers.get("sunset") == SUNSET
    assert "successor-version" in response.links
    assert response.url.join(response.links["successor-version"]["url"]).path.rstrip("/") == f"/api/v2{path}"


@pytest.mark.task(8)
@pytest.mark.parametrize("path", ["/api/v2/books/1", "/api/v2/books/99", "/api/v10/books/1"])
def test_other_answers_carry_none_of_them(client, path):
    """A warning on everything warns of nothing."""
    assert "deprecation" in client.get("/api/v1/books/1").headers

    response = client.get(path)

    assert "deprecation" not in response.headers
    assert "sunset" not in response.headers
    assert "successor-version" not in response.links


@pytest.mark.task(9)
def test_the_schema_marks_v1_and_only_v1_as_deprecated(client):
    """/docs strikes deprecated operations through, and generated clients warn of them."""
    paths = client.get("/openapi.json").json().get("paths", {})

    def marks(version):
        items = [item for path, item in paths.items() if path.startswith(f"/api/{version}/books")]
        return {operation.get("deprecated", False) for item in items for operation in item.values()}

    assert marks("v1") == {True}
    assert marks("v2") == {False}


@pytest.mark.task(10)
@pytest.mark.parametrize("other", ["v3", "v0", "v10", "latest"])
def test_any_other_version_is_404(client, other):
    """There is no such resource. 200 would promise a shape that nobody has defined."""
    assert client.get("/api/v1/books/1").status_code == 200
    assert client.get("/api/v2/books/1").status_code == 200

    response = client.get(f"/api/{other}/books/1")

    assert response.status_code == 404
