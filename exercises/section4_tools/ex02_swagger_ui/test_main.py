"""The red tests of 4.2. Each one names the requirement of README.md that it looks at."""

import re
from secrets import token_hex

import pytest
from jose import jwt

DOCS, REDOC, SCHEMA = "/internal/docs", "/internal/redoc", "/internal/openapi.json"
ADA = {"grant_type": "password", "username": "ada", "password": "analytical-engine"}
GRACE = {"grant_type": "password", "username": "grace", "password": "compiler-1952"}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch):
    """Each test sets the variable itself, whatever it is on this machine."""
    monkeypatch.delenv("ENVIRONMENT", raising=False)


def document_of(client):
    """The OpenAPI document, wherever it is so far: requirement 3 has tests of its own."""
    response = client.get(SCHEMA)
    if response.status_code != 200:
        response = client.get("/openapi.json")
    assert response.status_code == 200, "there is no OpenAPI document"
    return response.json()


def password_flows(document):
    """The flows for which the page asks for a username and a password."""
    schemes = document.get("components", {}).get("securitySchemes", {}).values()
    return [scheme["flows"]["password"] for scheme in schemes if "password" in scheme.get("flows", {})]


def has_lock(document, method, path):
    """Whether the page draws a lock at a route: its `security`, or else the whole document's, asks for something."""
    asked = document["paths"][path][method].get("security", document.get("security", []))
    return any(asked)


def document_behind(client, page):
    """What a page of documentation gets when it fetches the document that it names."""
    address = re.search(r"""["']([^"']*openapi\.json)["']""", page.text)
    assert address, "the page names no openapi.json"
    return client.get(page.url.join(address[1]))


@pytest.mark.task(1)
def test_authorize_asks_for_username_and_password(client):
    """The button is there once a security scheme is; a header parameter named Authorization is ignored."""
    document = document_of(client)

    assert len(password_flows(document)) == 1


@pytest.mark.task(1)
@pytest.mark.parametrize("form", [ADA, GRACE], ids=["ada", "grace"])
def test_authorize_logs_in(client, form):
    """Swagger UI takes the token URL as a link on its own page: without a leading slash it leads below /internal."""
    flows = password_flows(document_of(client))
    assert len(flows) == 1
    declared = flows[0]["tokenUrl"]
    log_in = client.base_url.join(DOCS).join(declared)
    assert log_in.path == "/auth/token", f"on {DOCS}, the token URL {declared!r} leads to {log_in.path}"

    response = client.post(log_in, data=form)

    assert response.status_code == 200
    me = client.get("/me", headers={"Authorization": f"Bearer {response.json()['access_token']}"})
    assert me.json() == {"username": form["username"]}


@pytest.mark.task(2)
@pytest.mark.parametrize(("method", "path"), [("get", "/me"), ("post", "/notes")], ids=["read-me", "add-note"])
def test_a_guarded_route_shows_the_lock(client, method, path):
    """The lock says that a token is needed; without it the page sends none."""
    document = document_of(client)

    assert has_lock(document, method, path)


@pytest.mark.task(2)
@pytest.mark.parametrize(("method", "path"), [("get", "/notes"), ("post", "/auth/token")], ids=["list-notes", "log-in"])
def test_an_open_route_shows_no_lock(client, method, path):
    """Whoever sees a lock on the log-in looks for a key to get the key."""
    document = document_of(client)
    assert has_lock(document, "get", "/me")

    assert not has_lock(document, method, path)


@pytest.mark.task(2)
@pytest.mark.parametrize(("method", "path"), [("get", "/me"), ("post", "/notes")], ids=["read-me", "add-note"])
def test_the_lock_is_real(client, method, path):
    """A security scheme reads a token and judges nothing: the guard behind it still has to."""
    assert has_lock(document_of(client), method, path)

    note = {"text": "Biscuits."} if method == "post" else None
    forged_token = jwt.encode({"sub": "ada"}, token_hex(32))
    bare = client.request(method, path, json=note)
    forged = client.request(method, path, json=note, headers={"Authorization": f"Bearer {forged_token}"})

    assert (bare.status_code, forged.status_code) == (401, 401)
    assert "www-authenticate" in bare.headers


@pytest.mark.task(3)
def test_swagger_ui_has_moved(client):
    """The page is a shell: without the document that it names, it shows nothing."""
    page = client.get(DOCS)

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "swagger-ui" in page.text
    assert document_behind(client, page).status_code == 200


@pytest.mark.task(3)
@pytest.mark.parametrize(
    ("new", "old"), [(DOCS, "/docs"), (REDOC, "/redoc"), (SCHEMA, "/openapi.json")], ids=["docs", "redoc", "schema"]
)
def test_nothing_is_left_at_the_old_address(client, new, old):
    """Scanners try /docs and /openapi.json first, and a proxy that guards /internal does not guard those."""
    assert client.get(new).status_code == 200

    response = client.get(old)

    assert response.status_code == 404


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("page", "default"),
    [(DOCS, "/docs"), (REDOC, "/redoc"), (SCHEMA, "/openapi.json")],
    ids=["docs", "redoc", "schema"],
)
def test_production_shows_no_documents(start, page, default):
    """Pages are drawn from the document: who can fetch it needs no page, so all three are off or none is."""
    assert start().get(page).status_code == 200

    production = start(env={"ENVIRONMENT": "production"})

    assert production.get(page).status_code == 404
    assert production.get(default).status_code == 404
    assert production.get("/notes").status_code == 200


@pytest.mark.task(4)
@pytest.mark.parametrize("environment", ["development", "staging"])
def test_other_environments_show_them(start, environment):
    """Whoever works on the API needs the page, everywhere but in production."""
    client = start(env={"ENVIRONMENT": environment})

    assert client.get(DOCS).status_code == 200


@pytest.mark.task(5)
def test_redoc_reads_the_same_document(client):
    """The same document, laid out for reading: no button sends anything."""
    page = client.get(REDOC)

    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")
    assert "redoc" in page.text
    assert document_behind(client, page).status_code == 200
