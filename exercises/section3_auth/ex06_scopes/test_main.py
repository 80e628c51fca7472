"""The red tests of 3.6. Each one names the requirement of README.md that it looks at."""

import json
import re
from base64 import urlsafe_b64encode

import pytest
from jose import jwt

SECRET = "only-the-tests-of-3.6-sign-with-this-secret"
IN_2100 = 4102444800
ADA = {"grant_type": "password", "username": "ada", "password": "analytical-engine"}
GRACE = {"grant_type": "password", "username": "grace", "password": "compiler-1952"}
ORDER = {"cents": 300}


@pytest.fixture
def client(start):
    return start(env={"SECRET_KEY": SECRET})


def signed(secret=SECRET, **claims):
    return jwt.encode({"sub": "ada", "exp": IN_2100, **claims}, secret, "HS256")


def token_with(scope, sub="ada"):
    """The header of a client whose token has the claim `scope`."""
    return {"Authorization": f"Bearer {signed(scope=scope, sub=sub)}"}


def token_in(response):
    """The header of a client that has just got this answer from `POST /token`."""
    assert response.status_code == 200
    assert "access_token" in response.json()
    return {"Authorization": f"Bearer {response.json()['access_token']}"}


def by_hand(header, claims, signature=""):
    """A token put together without the secret."""
    parts = (urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in (header, claims))
    return ".".join((*parts, signature))


def challenge(response):
    """The scheme of `WWW-Authenticate` in small letters, and its parameters (RFC 9110, 11.6.1)."""
    scheme, _, rest = response.headers.get("www-authenticate", "").partition(" ")
    found = re.findall(r'(\w+)\s*=\s*(?:"([^"]*)"|([^\s",]+))', rest)
    return scheme.lower(), {name.lower(): quoted or bare for name, quoted, bare in found}


def words(scope):
    """The scopes in a string, in one order."""
    return sorted((scope or "").split())


def opened_by(client, headers):
    """Which of the three routes that need scopes let this token in."""
    routes = ["GET /orders", "POST /orders", "GET /sales"]
    return [route for route in routes if client.request(*route.split(), headers=headers, json=ORDER).is_success]


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("method", "path", "scope", "status"),
    [
        ("GET", "/orders", "orders:read", 200),
        ("POST", "/orders", "orders:write", 201),
        ("GET", "/sales", "orders:read sales:read", 200),
        ("GET", "/sales", "sales:read orders:write orders:read", 200),
    ],
)
def test_the_right_scopes_open_a_route(client, method, path, scope, status):
    """What is needed is enough; order and further scopes do not matter."""
    response = client.request(method, path, headers=token_with(scope), json=ORDER)

    assert response.status_code == status


@pytest.mark.task(1)
@pytest.mark.parametrize("scope", ["orders:read", "sales:read", "sales:read orders:write"])
def test_a_route_needs_all_of_its_scopes(client, scope):
    """Two scopes on a route mean both, not one of the two."""
    assert client.get("/sales", headers=token_with("sales:read orders:read")).status_code == 200

    response = client.get("/sales", headers=token_with(scope))

    assert response.status_code == 403


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("method", "path", "right", "wrong"),
    [
        ("GET", "/orders", "orders:read", "orders:write sales:read"),
        ("POST", "/orders", "orders:write", "orders:read sales:read"),
    ],
)
def test_another_scope_opens_nothing(client, method, path, right, wrong):
    """Writing does not include reading: a scope means what it says, and only that."""
    assert client.request(method, path, headers=token_with(right), json=ORDER).is_success

    response = client.request(method, path, headers=token_with(wrong), json=ORDER)

    assert response.status_code == 403


@pytest.mark.task(1)
@pytest.mark.parametrize("scope", ["orders:readonly", "preorders:read", "orders", "ORDERS:READ", "orders:*"])
def test_scopes_are_compared_whole(client, scope):
    """A piece of a word is another word, and letter case counts (RFC 6749, 3.3)."""
    assert client.get("/orders", headers=token_with("orders:read")).status_code == 200

    response = client.get("/orders", headers=token_with(scope))

    assert response.status_code == 403


@pytest.mark.task(1)
@pytest.mark.parametrize("sub", ["ada", "billing"])
def test_me_needs_a_token_but_no_scope(client, sub):
    """Not every route needs a scope; a good token is never nothing."""
    response = client.get("/me", headers=token_with("sales:read", sub))

    assert response.status_code == 200
    assert response.json() == {"sub": sub}


@pytest.mark.task(2)
def test_403_says_insufficient_scope(client):
    """The client sees that another token helps, and another log-in with the same scopes does not (RFC 6750, 3.1)."""
    response = client.get("/orders", headers=token_with("orders:write"))

    scheme, parameters = challenge(response)
    assert scheme == "bearer"
    assert parameters.get("error") == "insufficient_scope"


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("method", "path", "held", "needed"),
    [
        ("GET", "/orders", "sales:read", "orders:read"),
        ("POST", "/orders", "orders:read", "orders:write"),
        ("GET", "/sales", "orders:read", "orders:read sales:read"),
    ],
)
def test_403_names_the_scopes_that_are_needed(client, method, path, held, needed):
    """What the client has to ask for at the next log-in: all of it, separated by spaces (RFC 6750, 3)."""
    response = client.request(method, path, headers=token_with(held), json=ORDER)

    _, parameters = challenge(response)
    assert words(parameters.get("scope")) == words(needed)


@pytest.mark.task(3)
def test_a_token_without_scope_holds_none(client):
    """A token from before there were scopes is a good token still."""
    headers = {"Authorization": f"Bearer {signed()}"}
    assert client.get("/me", headers=headers).status_code == 200

    response = client.get("/orders", headers=headers)

    assert response.status_code == 403


@pytest.mark.task(3)
@pytest.mark.parametrize("asked", ["orders:read", "sales:read orders:write"])
def test_the_tokens_scope_is_one_string(client, asked):
    """Other services read these tokens too, and they split at spaces (RFC 8693, 4.2)."""
    response = client.post("/token", data=ADA | {"scope": asked})

    _, _, token = token_in(response)["Authorization"].partition(" ")
    scope = jwt.decode(token, SECRET, algorithms=["HS256"]).get("scope")
    assert isinstance(scope, str)
    assert words(scope) == words(asked)


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("user", "asked", "granted"),
    [
        pytest.param(ADA, "orders:read", "orders:read", id="ada, one of three"),
        pytest.param(ADA, "sales:read orders:read", "orders:read sales:read", id="ada, two of three"),
        pytest.param(GRACE, "sales:read orders:write", "orders:write", id="grace, one not allowed"),
        pytest.param(GRACE, "orders orders:read", "orders:read", id="grace, one unknown"),
    ],
)
def test_log_in_answers_what_it_granted(client, user, asked, granted):
    """The client must be told, since it may have got less than it asked for (RFC 6749, 3.3)."""
    response = client.post("/token", data=user | {"scope": asked})

    assert response.status_code == 200
    body = response.json()
    assert body.get("token_type", "").lower() == "bearer"
    assert words(body.get("scope")) == words(granted)


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("user", "asked", "opened"),
    [
        pytest.param(ADA, "orders:read", ["GET /orders"], id="ada"),
        pytest.param(GRACE, "orders:write orders:read sales:read", ["GET /orders", "POST /orders"], id="grace"),
    ],
)
def test_the_token_opens_what_was_granted(client, user, asked, opened):
    """Asked for and allowed: a token that can do more is a bigger loss when it leaks."""
    headers = token_in(client.post("/token", data=user | {"scope": asked}))

    assert opened_by(client, headers) == opened


@pytest.mark.task(4)
def test_nothing_asked_for_nothing_granted(client):
    """Everything by default is what nobody asked for."""
    response = client.post("/token", data=ADA)

    headers = token_in(response)
    assert words(response.json().get("scope")) == []
    assert client.get("/me", headers=headers).status_code == 200
    assert opened_by(client, headers) == []


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "wrong",
    [{"password": "compiler-1952"}, {"username": "eve"}, {"username": "billing", "password": "paper-trail"}],
    ids=["password", "name", "a machine"],
)
def test_a_wrong_password_gets_no_token(client, wrong):
    """Scopes limit who has logged in; they do not replace the password."""
    right = ADA | {"scope": "orders:read"}
    assert client.post("/token", data=right).status_code == 200

    response = client.post("/token", data=right | wrong)

    assert response.status_code in (400, 401)
    assert "access_token" not in response.json()


@pytest.mark.task(5)
def test_the_document_lists_the_scopes(client):
    """From here /docs takes the boxes to tick when one logs in."""
    response = client.get("/openapi.json")

    schemes = response.json().get("components", {}).get("securitySchemes", {}).values()
    flows = [flow for scheme in schemes for flow in scheme.get("flows", {}).values()]
    listed = {scope for flow in flows for scope in flow.get("scopes", {})}
    assert sorted(listed) == ["orders:read", "orders:write", "sales:read"]


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("method", "path", "needed"),
    [
        ("get", "/orders", "orders:read"),
        ("post", "/orders", "orders:write"),
        ("get", "/sales", "orders:read sales:read"),
    ],
)
def test_the_document_names_the_scopes_of_a_route(client, method, path, needed):
    """Whoever writes a client sees what to ask for before the first 403."""
    document = client.get("/openapi.json").json()

    schemes = document.get("components", {}).get("securitySchemes", {})
    oauth2 = {name for name, scheme in schemes.items() if scheme["type"] == "oauth2"}
    security = document["paths"].get(path, {}).get(method, {}).get("security", [])
    named = {" ".join(sorted(scopes)) for one in security for name, scopes in one.items() if name in oauth2}
    assert named == {needed}


@pytest.mark.task(6)
@pytest.mark.parametrize(
    ("name", "secret", "asked", "granted"),
    [
        ("billing", "paper-trail", "sales:read orders:read", "orders:read sales:read"),
        ("billing", "paper-trail", "orders:read orders:write", "orders:read"),
        ("warehouse", "forklift-77", "orders:read orders:write", "orders:write"),
        ("warehouse", "forklift-77", "", ""),
    ],
)
def test_a_machine_gets_its_own_scopes(client, name, secret, asked, granted):
    """A machine is no user with a password: it has an account and a list of scopes of its own (RFC 6749, 4.4)."""
    form = {"grant_type": "client_credentials", "scope": asked}
    response = client.post("/token", auth=(name, secret), data=form)

    assert response.status_code == 200
    assert words(response.json().get("scope")) == words(granted)


@pytest.mark.task(6)
@pytest.mark.parametrize(
    ("name", "secret", "opened"),
    [
        ("billing", "paper-trail", ["GET /orders", "GET /sales"]),
        ("warehouse", "forklift-77", ["POST /orders"]),
    ],
    ids=["billing", "warehouse"],
)
def test_a_machine_uses_its_token(client, name, secret, opened):
    """The routes do not ask whether it is somebody or something that calls."""
    form = {"grant_type": "client_credentials", "scope": "orders:read orders:write sales:read"}
    headers = token_in(client.post("/token", auth=(name, secret), data=form))

    assert client.get("/me", headers=headers).json() == {"sub": name}
    assert opened_by(client, headers) == opened


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "auth",
    [("billing", "forklift-77"), ("nobody", "paper-trail"), ("billing", ""), None],
    ids=["another's", "unknown", "empty", "none"],
)
def test_a_machine_without_its_secret_is_401(client, auth):
    """It came by HTTP Basic, so the challenge is Basic too (RFC 6749, 5.2)."""
    form = {"grant_type": "client_credentials", "scope": "orders:read"}
    assert client.post("/token", auth=("billing", "paper-trail"), data=form).status_code == 200

    response = client.post("/token", auth=auth, data=form)

    assert response.status_code == 401
    scheme, _ = challenge(response)
    assert scheme == "basic"


@pytest.mark.task(6)
def test_a_user_is_no_machine(client):
    """Two stores, two ways in: else a password that leaks opens both."""
    form = {"grant_type": "client_credentials", "scope": "orders:read"}
    assert client.post("/token", auth=("billing", "paper-trail"), data=form).status_code == 200

    response = client.post("/token", auth=("ada", "analytical-engine"), data=form)

    assert response.status_code == 401


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/me"), ("GET", "/orders"), ("POST", "/orders"), ("GET", "/sales")]
)
def test_no_token_is_401(client, method, path):
    """Nobody is there yet who could lack a scope."""
    everything = token_with("orders:read orders:write sales:read")
    assert client.request(method, path, headers=everything, json=ORDER).is_success

    response = client.request(method, path, json=ORDER)

    assert response.status_code == 401
    scheme, _ = challenge(response)
    assert scheme == "bearer"


@pytest.mark.task(7)
@pytest.mark.parametrize(
    "token",
    [
        pytest.param("garbage", id="garbage"),
        pytest.param(signed("another-secret-of-more-than-32-bytes", scope="orders:read"), id="another secret"),
        pytest.param(signed(exp=1, scope="orders:read"), id="expired"),
        pytest.param(by_hand({"alg": "none"}, {"sub": "ada", "exp": IN_2100, "scope": "orders:read"}), id="alg none"),
        pytest.param(
            by_hand(
                {"alg": "HS256", "typ": "JWT"},
                {"sub": "ada", "exp": IN_2100, "scope": "orders:read"},
                signed(scope="sales:read").rpartition(".")[2],
            ),
            id="scope changed",
        ),
    ],
)
def test_a_bad_token_is_401(client, token):
    """Whoever could write scopes into a token would not need to ask for them."""
    assert client.get("/orders", headers=token_with("orders:read")).status_code == 200

    response = client.get("/orders", headers={"Authorization": f"Bearer {token}"})

    assert response.status_code == 401
    scheme, _ = challenge(response)
    assert scheme == "bearer"
