"""The red tests of 6.1. Each one names the requirement of README.md that it looks at."""

from secrets import token_hex

import pytest

TOKEN = "ada-7c1f20"
AUTH = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def client(start):
    """The app, started with the token above."""
    return start(env={"API_TOKEN": TOKEN})


def names(response, header):
    """The names that a header lists, in small letters: `GET, PATCH` is {"get", "patch"}."""
    return {name.strip().lower() for name in response.headers.get(header, "").split(",")}


@pytest.mark.task(1)
@pytest.mark.parametrize("origin", ["https://shop.example", "https://backoffice.example"])
def test_a_listed_origin_is_let_in(client, origin):
    """The browser gives the answer to the page only if this header names the page's origin (Fetch, CORS check)."""
    response = client.get("/orders", headers={"Origin": origin, **AUTH})

    assert response.status_code == 200
    assert response.headers.get("Access-Control-Allow-Origin") == origin


@pytest.mark.task(1)
def test_a_listed_origin_may_send_its_cookie(client):
    """With `credentials: "include"`, the browser wants this header too, and takes no `*` for an origin."""
    response = client.get("/orders", headers={"Origin": "https://shop.example", "Cookie": f"token={TOKEN}"})

    assert response.status_code == 200
    assert response.headers.get("Access-Control-Allow-Credentials") == "true"


@pytest.mark.task(1)
def test_a_cache_is_told_that_the_origin_matters(client):
    """Without `Vary`, a cache may give one page's answer, with that page's origin, to the next (RFC 9110, 12.5.5)."""
    response = client.get("/orders", headers={"Origin": "https://shop.example", **AUTH})

    assert response.headers.get("Access-Control-Allow-Origin") == "https://shop.example"
    assert "origin" in names(response, "Vary")


@pytest.mark.task(2)
@pytest.mark.parametrize(
    "origin",
    [
        "https://other.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://shop.example.evil",
        "https://eu.backoffice.example",
        "null",
    ],
    ids=["other", "scheme", "port", "longer", "subdomain", "null"],
)
def test_another_origin_is_kept_out(client, origin):
    """An origin is scheme, host and port; if one of them differs, it is another one (RFC 6454, 4)."""
    listed = client.get("/orders", headers={"Origin": "https://shop.example", **AUTH})
    assert listed.headers.get("Access-Control-Allow-Origin") == "https://shop.example"

    answer = client.get("/orders", headers={"Origin": origin, **AUTH})
    preflight = client.options("/orders/1", headers={"Origin": origin, "Access-Control-Request-Method": "PATCH"})

    assert "Access-Control-Allow-Origin" not in answer.headers
    assert "Access-Control-Allow-Origin" not in preflight.headers


@pytest.mark.task(3)
@pytest.mark.parametrize("name", ["s", "pop-up-"])
def test_a_subdomain_is_let_in(client, name):
    """New shops open under new names: a list would soon be out of date."""
    origin = f"https://{name}{token_hex(3)}.shop.example"
    response = client.get("/orders", headers={"Origin": origin, **AUTH})

    assert response.status_code == 200
    assert response.headers.get("Access-Control-Allow-Origin") == origin


@pytest.mark.task(3)
@pytest.mark.parametrize(
    "origin",
    [
        "https://evilshop.example",
        "https://a-shop.example",
        "https://eu.shopxexample",
        "http://eu.shop.example",
        "https://eu.shop.example.evil",
    ],
    ids=["no-dot", "first-dot", "second-dot", "scheme", "longer"],
)
def test_a_name_that_looks_like_a_subdomain_is_kept_out(client, origin):
    """An unescaped dot, or a pattern for only part of the origin, lets in names that anybody can register."""
    subdomain = client.get("/orders", headers={"Origin": "https://eu.shop.example", **AUTH})
    assert subdomain.headers.get("Access-Control-Allow-Origin") == "https://eu.shop.example"

    response = client.get("/orders", headers={"Origin": origin, **AUTH})

    assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("origin", "method", "url"),
    [("https://shop.example", "PATCH", "/orders/1"), ("https://eu.shop.example", "GET", "/orders")],
    ids=["patch", "get"],
)
def test_a_preflight_needs_no_token(client, origin, method, url):
    """The browser asks before it sends the request, and without credentials; if the answer is 401, it stops there."""
    response = client.options(
        url,
        headers={
            "Origin": origin,
            "Access-Control-Request-Method": method,
            "Access-Control-Request-Headers": "authorization",
        },
    )

    assert response.status_code in (200, 204)
    assert response.headers.get("Access-Control-Allow-Origin") == origin
    assert response.headers.get("Access-Control-Allow-Credentials") == "true"


@pytest.mark.task(5)
def test_a_listed_method_is_allowed(client):
    """Without a list, `CORSMiddleware` allows GET only."""
    response = client.options(
        "/orders/1", headers={"Origin": "https://shop.example", "Access-Control-Request-Method": "PATCH"}
    )

    assert response.status_code in (200, 204)
    assert "patch" in names(response, "Access-Control-Allow-Methods")


@pytest.mark.task(5)
@pytest.mark.parametrize("method", ["DELETE", "PUT"])
def test_another_method_is_not_allowed(client, method):
    """A page that was taken over must not be able to delete what the page itself never deletes."""
    url, origin = "/orders/1", "https://shop.example"
    listed = client.options(url, headers={"Origin": origin, "Access-Control-Request-Method": "PATCH"})
    assert listed.headers.get("Access-Control-Allow-Origin") == origin

    response = client.options(url, headers={"Origin": origin, "Access-Control-Request-Method": method})

    assert not names(response, "Access-Control-Allow-Methods") & {method.lower(), "*"}


@pytest.mark.task(5)
@pytest.mark.parametrize("header", ["authorization", "content-type", "x-request-id"])
def test_a_listed_header_is_allowed(client, header):
    """For a header that is not one of the few harmless ones, the browser asks first: for JSON's `Content-Type` too."""
    response = client.options(
        "/orders/1",
        headers={
            "Origin": "https://shop.example",
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": header,
        },
    )

    assert response.status_code in (200, 204)
    assert header in names(response, "Access-Control-Allow-Headers")


@pytest.mark.task(5)
def test_another_header_is_not_allowed(client):
    """`allow_headers=["*"]` repeats whatever the page asked for."""
    response = client.options(
        "/orders/1",
        headers={
            "Origin": "https://shop.example",
            "Access-Control-Request-Method": "PATCH",
            "Access-Control-Request-Headers": "authorization,x-debug",
        },
    )

    allowed = names(response, "Access-Control-Allow-Headers")
    assert "authorization" in allowed
    assert not allowed & {"x-debug", "*"}


@pytest.mark.task(6)
def test_the_page_may_read_the_total(client):
    """A page sees only a handful of an answer's headers, unless the server exposes more of them."""
    response = client.get("/orders", headers={"Origin": "https://shop.example", **AUTH})

    assert response.headers.get("X-Total-Count") == "2"
    assert "x-total-count" in names(response, "Access-Control-Expose-Headers")


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("origin", "headers"),
    [("https://shop.example", {}), ("https://eu.shop.example", {"Authorization": "Bearer wrong"})],
    ids=["none", "wrong"],
)
def test_the_page_may_read_a_401(client, origin, headers):
    """Kept from the page, a 401 looks like a dead network, and nobody is asked to log in again."""
    response = client.get("/orders", headers={"Origin": origin, **headers})

    assert response.status_code == 401
    assert response.headers.get("WWW-Authenticate") == "Bearer"
    assert response.headers.get("Access-Control-Allow-Origin") == origin
