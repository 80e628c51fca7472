"""The red tests of 6.6. Each one names the requirement of README.md that it looks at."""

import re
from secrets import token_hex

import pytest

REDIRECTS = (301, 302, 307, 308)


@pytest.fixture
def secret(monkeypatch):
    """Thirty-two random characters, the fewest that will do; none stand in the environment."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    return token_hex(16)


@pytest.fixture
def production(secret):
    """The environment of api.example.com, which is behind a proxy at 10.0.0.1."""
    return {
        "SECRET_KEY": secret,
        "ENVIRONMENT": "production",
        "ALLOWED_HOSTS": '["api.example.com"]',
        "TRUSTED_PROXIES": '["10.0.0.1"]',
    }


@pytest.fixture
def development(production):
    return {**production, "ENVIRONMENT": "development"}


@pytest.mark.task(1)
@pytest.mark.process
def test_without_a_secret_the_app_does_not_start(refused, secret):
    """A default would be in the repository, and sooner or later in production."""
    said = refused({})

    assert said != "", "the app started without a SECRET_KEY"


@pytest.mark.task(1)
@pytest.mark.process
@pytest.mark.parametrize("length", [0, 31])
def test_with_a_weak_secret_the_app_does_not_start(refused, secret, length):
    """An empty variable is a slip in a deployment, a short one is guessed in an afternoon."""
    said = refused({"SECRET_KEY": secret[:length]})

    assert said != "", f"the app started with a SECRET_KEY of {length} characters"


@pytest.mark.task(2)
@pytest.mark.process
def test_the_refusal_names_the_variable_and_not_its_value(refused, secret):
    """Whoever deploys must know what is missing; whoever reads the log must not learn a secret."""
    said = refused({"SECRET_KEY": secret[:20]})

    assert "secret_key" in said.lower()
    assert secret[:20] not in said


@pytest.mark.task(3)
@pytest.mark.parametrize("target", ["/", "/?page=2", "/nowhere"])
def test_production_redirects_to_https(start, production, target):
    """The same address, by the safe way."""
    client = start(production, base_url="http://api.example.com")

    response = client.get(target, follow_redirects=False)

    assert response.status_code in REDIRECTS
    assert response.headers.get("location") == f"https://api.example.com{target}"


@pytest.mark.task(4)
@pytest.mark.parametrize(("path", "status"), [("/", 200), ("/nowhere", 404)])
def test_production_tells_browsers_to_stay_with_https(start, production, path, status):
    """For a year they need no redirect, which somebody on the way could catch (RFC 6797)."""
    client = start(production, base_url="https://api.example.com")

    response = client.get(path)

    assert response.status_code == status
    age = re.search(r"max-age=\"?(\d+)", response.headers.get("strict-transport-security", "missing"))
    assert age is not None
    assert int(age[1]) >= 31_536_000


@pytest.mark.task(4)
def test_plain_http_carries_no_such_promise(start, production):
    """Over HTTP anybody could have written it: a server must not send it there (RFC 6797, 7.2)."""
    client = start(production, base_url="http://api.example.com")
    assert "strict-transport-security" in client.get("https://api.example.com/").headers

    response = client.get("/", follow_redirects=False)

    assert "strict-transport-security" not in response.headers


@pytest.mark.task(5)
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_development_does_neither(start, production, development, scheme):
    """There is no certificate on a laptop, and a browser would remember for a year."""
    client = start(production, base_url="http://api.example.com")
    assert client.get("/", follow_redirects=False).status_code in REDIRECTS

    client = start(development, base_url=f"{scheme}://api.example.com")
    response = client.get("/", follow_redirects=False)

    assert response.status_code == 200
    assert response.json() == {"scheme": scheme}
    assert "strict-transport-security" not in response.headers


@pytest.mark.task(6)
@pytest.mark.parametrize("host", ["evil.example", "api.example.com.evil.example"])
def test_an_unknown_host_is_400(start, development, host):
    """The client writes Host; links that are built from it lead where the client wants."""
    client = start(development, base_url="http://api.example.com")
    assert client.get("/").status_code == 200

    response = client.get("/", headers={"Host": host})

    assert response.status_code == 400


@pytest.mark.task(6)
def test_an_unknown_host_is_not_redirected_to(start, production):
    """A redirect to whatever Host says sends people to strangers, in this site's name."""
    client = start(production, base_url="https://api.example.com")
    assert client.get("/").status_code == 200

    response = client.get("http://evil.example/", follow_redirects=False)

    assert response.status_code == 400


@pytest.mark.task(7)
def test_a_trusted_proxy_says_how_the_client_came(start, production):
    """The proxy speaks HTTPS with the client and HTTP with the app: without its word, redirects never end."""
    client = start(production, base_url="http://api.example.com", peer=("10.0.0.1", 50000))

    response = client.get("/", headers={"X-Forwarded-Proto": "https"}, follow_redirects=False)

    assert response.status_code == 200
    assert response.json() == {"scheme": "https"}
    assert "strict-transport-security" in response.headers


@pytest.mark.task(7)
@pytest.mark.parametrize("peer", ["10.0.0.2", "10.0.0.10", "127.0.0.1"])
def test_nobody_else_is_believed(start, production, peer):
    """Any client can write that header."""
    proxy = start(production, base_url="http://api.example.com", peer=("10.0.0.1", 50000))
    assert proxy.get("/", headers={"X-Forwarded-Proto": "https"}, follow_redirects=False).status_code == 200

    client = start(production, base_url="http://api.example.com", peer=(peer, 50000))
    response = client.get("/", headers={"X-Forwarded-Proto": "https"}, follow_redirects=False)

    assert response.status_code in REDIRECTS


@pytest.mark.task(8)
@pytest.mark.parametrize("root_path", ["/api", "/shop/v2"])
def test_the_docs_know_the_path_in_front(start, development, root_path):
    """The proxy cuts the prefix off; the page in the browser has to ask for the schema with it."""
    client = start({**development, "ROOT_PATH": root_path}, base_url="http://api.example.com")

    response = client.get("/docs")

    assert response.status_code == 200
    assert f"{root_path}/openapi.json" in response.text


@pytest.mark.task(9)
def test_the_secret_does_not_show_in_a_repr(answer, monkeypatch, development, secret):
    """Settings are printed and logged by people who have something else in mind."""
    for name, value in development.items():
        monkeypatch.setenv(name, value)

    text = repr(answer.module("main").Settings())

    assert "api.example.com" in text
    assert secret not in text


@pytest.mark.task(9)
def test_the_secret_does_not_show_in_an_error_page(start, development, secret):
    """While you develop, the page shows the error with all that it says, and somebody shares a screenshot."""
    client = start(development, base_url="http://api.example.com")

    response = client.get("/crash", headers={"Accept": "text/html"})

    assert response.status_code == 500
    assert secret not in response.text
