"""The red tests of 6.7: three people at work. Each test names the requirement of README.md that it looks at."""

from urllib.parse import urljoin

import pytest
from jose import jwt

SECRET = "only-the-tests-of-6.7-sign-with-this-secret"
IN_2100 = 4102444800
DESK, KIOSK = "https://desk.example", "https://kiosk.example"
PASSWORDS = {"ada": "countess-of-code", "sam": "ask-me-anything", "cleo": "one-more-teapot", "carl": "kettles-and-cups"}
SETTINGS = {"SECRET_KEY": SECRET, "DATABASE_URL": "sqlite://", "ALLOWED_ORIGINS": f'["{DESK}"]'}


@pytest.fixture
def client(start):
    return start(env=SETTINGS)


def log_in(client, name):
    """The header that a client sends once `name` has logged in."""
    response = client.post("/api/v1/token", data={"username": name, "password": PASSWORDS[name]})

    assert response.status_code == 200
    assert "access_token" in response.json()
    return {"Authorization": f"Bearer {response.json()['access_token']}"}


def place(client, cleo, item, quantity=1):
    """An order that Cleo has placed."""
    response = client.post("/api/v1/orders", headers=cleo, json={"item": item, "quantity": quantity})

    assert response.status_code == 201
    return response.json()


# Everybody


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("number", "name", "role"), [(1, "ada", "admin"), (2, "sam", "support"), (3, "cleo", "customer")]
)
def test_each_logs_in_and_is_known(client, number, name, role):
    """The story of each begins here: tables, seed, router, token and database work together."""
    response = client.get("/api/v1/me", headers=log_in(client, name))

    assert response.status_code == 200
    assert response.json() == {"id": number, "name": name, "role": role}


@pytest.mark.task(2)
def test_nobody_gets_in_without_a_token(client):
    """One router that is wired in without its guard is open to the world; 401 says how to log in (RFC 9110, 15.5.2)."""
    ada, paths = log_in(client, "ada"), ["/me", "/orders", "/users", "/summary"]
    inside = {path: client.get(f"/api/v1{path}", headers=ada).status_code for path in paths}
    answers = [client.get(f"/api/v1{path}") for path in paths]

    assert inside == {"/me": 200, "/orders": 200, "/users": 200, "/summary": 200}
    outside = {path: answer.status_code for path, answer in zip(paths, answers, strict=True)}
    assert outside == {"/me": 401, "/orders": 401, "/users": 401, "/summary": 401}
    assert all(answer.headers.get("WWW-Authenticate", "").lower().startswith("bearer") for answer in answers)


@pytest.mark.task(2)
def test_a_bad_token_is_401(client):
    """Forged, or of somebody who is gone: neither a user nor a crash."""
    good = jwt.encode({"sub": "ada", "exp": IN_2100}, SECRET, "HS256")
    forged = jwt.encode({"sub": "ada", "exp": IN_2100}, "a-secret-that-somebody-else-made-up", "HS256")
    nobody = jwt.encode({"sub": "nobody", "exp": IN_2100}, SECRET, "HS256")
    answers = [client.get("/api/v1/me", headers={"Authorization": f"Bearer {t}"}) for t in (good, forged, nobody)]

    assert [answer.status_code for answer in answers] == [200, 401, 401]
    assert all(answer.headers.get("WWW-Authenticate", "").lower().startswith("bearer") for answer in answers[1:])


# Cleo, a customer


@pytest.mark.task(3)
def test_cleo_places_an_order(client):
    """The token says whose order it is, not the body."""
    new = {"item": "sugar bowl", "quantity": 2}
    response = client.post("/api/v1/orders", headers=log_in(client, "cleo"), json=new)

    assert response.status_code == 201
    body = response.json()
    assert body == {"id": body.get("id"), "customer_id": 3, "item": "sugar bowl", "quantity": 2, "status": "new"}


@pytest.mark.task(3)
def test_location_leads_cleo_to_her_order(client):
    """A client follows the header, so the version must be in it (RFC 9110, 10.2.2)."""
    cleo = log_in(client, "cleo")
    created = client.post("/api/v1/orders", headers=cleo, json={"item": "sugar bowl", "quantity": 2})
    assert "location" in created.headers

    response = client.get(created.url.join(created.headers["location"]), headers=cleo)

    assert response.status_code == 200
    assert response.json() == created.json()


@pytest.mark.task(4)
def test_cleo_sees_her_own_orders(client):
    """A filter that the app sets, not the caller; `total` must not tell how much others buy."""
    cleo = log_in(client, "cleo")
    bowl = place(client, cleo, "sugar bowl")
    response = client.get("/api/v1/orders", headers=cleo)

    assert response.status_code == 200
    assert response.json() == {
        "items": [
            {"id": 1, "customer_id": 3, "item": "teapot", "quantity": 1, "status": "new"},
            {"id": 3, "customer_id": 3, "item": "cup", "quantity": 6, "status": "shipped"},
            bowl,
        ],
        "total": 3,
        "limit": 10,
        "offset": 0,
    }


@pytest.mark.task(5)
def test_carls_order_is_404_to_cleo(client):
    """Whoever changes the number in the address must not get a stranger's order."""
    cleo, carl = log_in(client, "cleo"), log_in(client, "carl")
    assert client.get("/api/v1/orders/1", headers=cleo).status_code == 200
    assert client.get("/api/v1/orders/2", headers=carl).status_code == 200

    response = client.get("/api/v1/orders/2", headers=cleo)

    assert response.status_code == 404


@pytest.mark.task(6)
def test_cleo_may_not_ship_her_order(client):
    """Owning an order gives no right to move it: that is 403, and nothing has changed."""
    cleo = log_in(client, "cleo")
    response = client.patch("/api/v1/orders/1", headers=cleo, json={"status": "shipped"})

    assert response.status_code == 403
    assert client.get("/api/v1/orders/1", headers=cleo).json().get("status") == "new"


@pytest.mark.task(9)
@pytest.mark.parametrize(("page", "other"), [(DESK, KIOSK), (KIOSK, DESK)])
def test_cleos_browser_may_call_from_a_listed_page(start, page, other):
    """The browser asks first whether it may send the token along, and reads nothing without the header."""
    client = start(env={**SETTINGS, "ALLOWED_ORIGINS": f'["{page}"]'})
    cleo = log_in(client, "cleo")
    asked = {"Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "authorization, content-type"}
    stranger = client.get("/api/v1/orders/1", headers={"Origin": other, **cleo})
    response = client.get("/api/v1/orders/1", headers={"Origin": page, **cleo})
    preflight = client.options("/api/v1/orders/1", headers={"Origin": page, **asked})

    assert preflight.status_code in (200, 204)
    assert preflight.headers.get("Access-Control-Allow-Origin") == page
    assert (response.status_code, response.headers.get("Access-Control-Allow-Origin")) == (200, page)
    assert "Access-Control-Allow-Origin" not in stranger.headers


# Sam of support


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("query", "items", "total"),
    [
        ("limit=2&offset=3", ["tray", "spoon"], 6),
        ("limit=3&status=new", ["teapot", "kettle", "spoon"], 4),
    ],
    ids=["all", "new"],
)
def test_sam_pages_through_all_orders(client, query, items, total):
    """Staff sees everybody's; `total` counts what there is, so that the dashboard can show how many pages."""
    place(client, log_in(client, "cleo"), "sugar bowl")
    response = client.get(f"/api/v1/orders?{query}", headers=log_in(client, "sam"))

    assert response.status_code == 200
    assert response.json()["total"] == total
    assert [order["item"] for order in response.json()["items"]] == items


@pytest.mark.task(4)
def test_a_page_has_bounds(client):
    """A limit without an end fetches the whole table; a negative one is a crash, or everything."""
    sam, queries = log_in(client, "sam"), ["limit=1", "limit=100", "limit=0", "limit=101", "offset=-1"]
    codes = {query: client.get(f"/api/v1/orders?{query}", headers=sam).status_code for query in queries}

    assert codes == {"limit=1": 200, "limit=100": 200, "limit=0": 422, "limit=101": 422, "offset=-1": 422}


@pytest.mark.task(6)
def test_sam_ships_an_order_and_cleo_sees_it(client):
    """Two people, one database: what one commits, the other reads."""
    sam, cleo = log_in(client, "sam"), log_in(client, "cleo")
    order = place(client, cleo, "sugar bowl")
    response = client.patch(f"/api/v1/orders/{order['id']}", headers=sam, json={"status": "shipped"})

    assert response.status_code == 200
    assert response.json() == {**order, "status": "shipped"}
    assert client.get(f"/api/v1/orders/{order['id']}", headers=cleo).json() == {**order, "status": "shipped"}


@pytest.mark.task(6)
def test_a_shipped_order_stays_shipped(client):
    """The request is well-formed and allowed; it is the order's state that stands against it (RFC 9110, 15.5.10)."""
    sam = log_in(client, "sam")
    response = client.patch("/api/v1/orders/3", headers=sam, json={"status": "cancelled"})

    assert response.status_code == 409
    assert "detail" in response.json()
    assert client.get("/api/v1/orders/3", headers=sam).json().get("status") == "shipped"


# Ada, the admin


@pytest.mark.task(7)
def test_ada_lists_the_users(client):
    """A page like that of the orders, and never a password hash."""
    response = client.get("/api/v1/users?limit=2&offset=1", headers=log_in(client, "ada"))

    assert response.status_code == 200
    assert response.json() == {
        "items": [{"id": 2, "name": "sam", "role": "support"}, {"id": 3, "name": "cleo", "role": "customer"}],
        "total": 4,
        "limit": 2,
        "offset": 1,
    }


@pytest.mark.task(7)
def test_a_role_of_ada_counts_at_once(client):
    """Cleo keeps her token; what she may do is looked up at each request."""
    ada, cleo = log_in(client, "ada"), log_in(client, "cleo")
    assert client.get("/api/v1/orders/2", headers=cleo).status_code == 404
    promoted = client.patch("/api/v1/users/3", headers=ada, json={"role": "support"})

    assert promoted.status_code == 200
    assert promoted.json() == {"id": 3, "name": "cleo", "role": "support"}
    assert client.get("/api/v1/orders/2", headers=cleo).status_code == 200


@pytest.mark.task(7)
@pytest.mark.parametrize(("name", "method", "path"), [("cleo", "PATCH", "/users/3"), ("sam", "GET", "/users")])
def test_users_are_for_ada(client, name, method, path):
    """Whoever may write a role may do everything; support is no exception."""
    ada, other = log_in(client, "ada"), log_in(client, name)
    change = {"role": "customer"}
    assert client.request(method, f"/api/v1{path}", headers=ada, json=change).status_code == 200

    response = client.request(method, f"/api/v1{path}", headers=other, json=change)

    assert response.status_code == 403


@pytest.mark.parametrize(
    ("path", "change"),
    [
        pytest.param("/orders/99", {"status": "shipped"}, id="order", marks=pytest.mark.task(6)),
        pytest.param("/users/99", {"role": "support"}, id="user", marks=pytest.mark.task(7)),
    ],
)
def test_what_is_unknown_is_404_to_ada(client, path, change):
    """The parts below raise an error of the shop; what it is in HTTP is said in one place."""
    response = client.patch(f"/api/v1{path}", headers=log_in(client, "ada"), json=change)

    assert response.status_code == 404
    assert "detail" in response.json()


@pytest.mark.task(8)
@pytest.mark.parametrize("name", ["ada", "sam"])
def test_staff_sees_the_summary(client, name):
    """What the dashboard shows first, for those who run the shop, and for no customer."""
    cleo = log_in(client, "cleo")
    place(client, cleo, "sugar bowl")
    response = client.get("/api/v1/summary", headers=log_in(client, name))

    assert response.status_code == 200
    assert response.json() == {"users": 4, "orders": {"new": 4, "shipped": 1, "cancelled": 1}}
    assert client.get("/api/v1/summary", headers=cleo).status_code == 403


@pytest.mark.task(10)
def test_nothing_is_lost_at_a_restart(start, tmp_path):
    """The tables are made where they are missing, the seed is sown once, and DATABASE_URL says where."""
    env = {**SETTINGS, "DATABASE_URL": f"sqlite:///{(tmp_path / 'shop.db').as_posix()}"}
    before = start(env=env)
    order = place(before, log_in(before, "cleo"), "sugar bowl")
    after = start(env=env)
    response = after.get(f"/api/v1/orders/{order['id']}", headers=log_in(after, "cleo"))

    assert response.status_code == 200
    assert response.json() == order


@pytest.mark.task(11)
def test_adas_colleague_finds_it_documented(client):
    """The document is the first that another team sees: a name, a version, and a button that logs in."""
    document = client.get("/openapi.json").json()
    flows = [scheme.get("flows", {}) for scheme in document.get("components", {}).get("securitySchemes", {}).values()]
    urls = [urljoin("/docs", flow["password"]["tokenUrl"]) for flow in flows if "password" in flow]

    assert (document["info"]["title"], document["info"]["version"]) == ("Order desk", "1.0.0")
    assert set(urls) == {"/api/v1/token"}
    assert all(path.startswith("/api/v1/") for path in document["paths"])
