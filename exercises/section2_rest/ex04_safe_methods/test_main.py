"""The red tests of 2.4. Each one names the requirement of README.md that it looks at."""

import socket

import pytest

TEA = {"id": 1, "title": "On tea", "views": 41}
COFFEE = {"id": 2, "title": "On the roasting of coffee", "views": 7}


def allowed(response):
    """The methods that `Allow` names, in any order."""
    return {method.strip() for method in response.headers.get("allow", "").split(",")}


@pytest.mark.task(1)
@pytest.mark.parametrize("article", [TEA, COFFEE], ids=["tea", "coffee"])
def test_get_changes_nothing(client, article):
    """Whoever sends a GET asks for no change: crawlers and prefetching browsers rely on it (RFC 9110, 9.2.1)."""
    client.get(f"/articles/{article['id']}")
    client.get(f"/articles/{article['id']}")

    response = client.get(f"/articles/{article['id']}")

    assert response.status_code == 200
    assert response.json() == article


@pytest.mark.task(1)
@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_the_other_safe_methods_change_nothing(client, method):
    """A link checker sends HEAD, a browser sends OPTIONS by itself: nobody has read the article then."""
    first = client.request(method, "/articles/2")
    second = client.request(method, "/articles/2")

    assert first.is_success
    assert second.is_success
    assert client.get("/articles/2").json() == COFFEE


@pytest.mark.task(2)
@pytest.mark.parametrize(("article", "other"), [(TEA, COFFEE), (COFFEE, TEA)], ids=["tea", "coffee"])
def test_a_post_counts_one_view(client, article, other):
    """What changes something has a method that says so."""
    first = client.post(f"/articles/{article['id']}/views")
    second = client.post(f"/articles/{article['id']}/views")

    assert (first.status_code, second.status_code) == (204, 204)
    assert client.get(f"/articles/{article['id']}").json()["views"] == article["views"] + 2
    assert client.get(f"/articles/{other['id']}").json()["views"] == other["views"]


@pytest.mark.task(2)
def test_a_view_of_an_unknown_article_is_404(client):
    """There is nothing to count the view of."""
    assert client.post("/articles/1/views").is_success

    response = client.post("/articles/3/views")

    assert response.status_code == 404


@pytest.mark.task(3)
@pytest.mark.parametrize("number", [1, 2])
def test_head_answers_as_get_does(client, number):
    """HEAD tells what a GET would bring, without bringing it (RFC 9110, 9.3.2)."""
    head = client.head(f"/articles/{number}")
    get = client.get(f"/articles/{number}")

    assert head.status_code == 200
    assert head.headers.get("content-type") == get.headers["content-type"]
    assert head.headers.get("content-length") == get.headers["content-length"]


@pytest.mark.task(3)
def test_head_of_an_unknown_article_is_404(client):
    """A link checker takes the status of HEAD for that of GET."""
    assert client.head("/articles/2").status_code == 200

    assert client.get("/articles/3").status_code == 404
    assert client.head("/articles/3").status_code == 404


@pytest.mark.task(3)
@pytest.mark.process
def test_no_body_follows_head_on_the_wire(served):
    """A test client hides such a body; a real one would take it for the next answer (RFC 9112, 6.3)."""
    client = served()
    assert client.head("/articles/1").status_code == 200

    with socket.create_connection((client.base_url.host, client.base_url.port), timeout=5) as connection:
        connection.sendall(b"HEAD /articles/1 HTTP/1.1\r\nHost: kata\r\n\r\n")
        connection.sendall(b"GET /articles/2 HTTP/1.1\r\nHost: kata\r\nConnection: close\r\n\r\n")
        received = connection.makefile("rb").read()

    after_head = received.partition(b"\r\n\r\n")[2]
    assert after_head[:12] == b"HTTP/1.1 200", "the next answer, to the GET, should begin right behind HEAD's headers"


@pytest.mark.task(4)
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_405_names_what_is_allowed(client, method):
    """405 must say what would be right (RFC 9110, 15.5.6)."""
    response = client.request(method, "/articles/1")

    assert response.status_code == 405
    assert allowed(response) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.task(4)
def test_each_address_has_its_own_allow(client):
    """Allow speaks of the one resource that was asked, not of the whole API (RFC 9110, 10.2.1)."""
    assert "HEAD" in allowed(client.put("/articles/1"))

    response = client.get("/articles/1/views")

    assert response.status_code == 405
    assert "POST" in allowed(response)
    assert "GET" not in allowed(response)


@pytest.mark.task(5)
def test_options_answers_the_same_allow(client):
    """OPTIONS is the polite way to learn what a 405 would say."""
    response = client.options("/articles/1")

    assert response.status_code in (200, 204)
    assert allowed(response) == {"GET", "HEAD", "OPTIONS"}
