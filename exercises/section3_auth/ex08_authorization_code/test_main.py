"""The red tests of 3.8. Each one names the requirement of README.md that it looks at."""

import secrets
import socket
from urllib.parse import parse_qsl, urlsplit

import pytest

pytestmark = pytest.mark.process  # the provider runs under uvicorn, started once for all tests


@pytest.fixture
def provider(served):
    """The given provider, as an httpx client."""
    return served(app="provider:app")


@pytest.fixture
def secret(provider):
    """What the answer and the provider share: the client's secret, new for each test."""
    return provider.post("/control/reset").json()


@pytest.fixture
def browser(start, provider, secret):
    """The answer, seen by a browser with an empty jar of cookies."""
    env = {"PROVIDER_URL": str(provider.base_url), "CLIENT_SECRET": secret}
    return start(env, base_url="http://127.0.0.1:8000")


def begin(browser):
    """Begin a log-in: the address at the provider that the browser is sent to."""
    response = browser.get("/login", follow_redirects=False)
    assert response.status_code in (302, 303, 307)
    return response.headers["location"]


def agree(provider, address):
    """Agree at the provider: the address of the callback that the browser is sent back to."""
    response = provider.get(address)
    assert response.status_code == 302, response.text
    return response.headers["location"]


def query(address):
    """The query of an address as a dict."""
    return dict(parse_qsl(urlsplit(address).query))


@pytest.mark.task(1)
def test_login_redirects_to_the_provider(browser, provider):
    """The password is asked for at the provider, and this app never sees it (RFC 6749, 4.1.1)."""
    address = begin(browser)

    assert address.partition("?")[0] == f"{provider.base_url}/authorize"
    asked = query(address)
    assert asked.get("response_type") == "code"
    assert asked.get("client_id") == "photo-book"
    assert asked.get("redirect_uri") == "http://127.0.0.1:8000/callback"
    assert asked.get("scope") == "profile"


@pytest.mark.task(2)
def test_the_challenge_is_s256(browser):
    """32 bytes of SHA-256 are 43 characters of base64url without its padding (RFC 7636, 4.2)."""
    asked = query(begin(browser))

    assert asked.get("code_challenge_method") == "S256"
    assert len(asked.get("code_challenge", "")) == 43
    assert set(asked["code_challenge"]) & set("+/=") == set()


@pytest.mark.task(2)
def test_the_verifier_is_in_no_address(browser, provider):
    """Whoever reads the address, from a log or a history, must not be able to use the code."""
    address = begin(browser)
    browser.get(agree(provider, address))

    verifiers = [form["code_verifier"] for form in provider.get("/control/asked").json()]
    assert len(verifiers) == 1
    assert verifiers[0] not in address


@pytest.mark.task(3)
def test_each_login_is_another(browser, clock):
    """A state or a challenge that can be known beforehand protects nobody; the clock stands still meanwhile."""
    first, second = query(begin(browser)), query(begin(browser))

    assert first.get("state") != second.get("state")
    assert first.get("code_challenge") != second.get("code_challenge")
    assert len(first.get("state", "")) >= 22


@pytest.mark.task(4)
def test_the_cookie_is_for_the_way_back(browser):
    """No script reads it, and it comes along when the provider sends the browser back, which Strict would forbid."""
    response = browser.get("/login", follow_redirects=False)

    assert response.status_code in (302, 303, 307)
    assert "set-cookie" in response.headers
    for cookie in response.headers.get_list("set-cookie"):
        attributes = [attribute.strip().lower() for attribute in cookie.split(";")[1:]]
        assert "httponly" in attributes
        assert "samesite=lax" in attributes
        assert "secure" not in attributes


@pytest.mark.task(5)
def test_the_callback_says_who_came(browser, provider):
    """The code is worth nothing by itself; with the verifier and the secret it becomes a token, and that a name."""
    user = {"sub": secrets.token_hex(4), "name": f"Ada {secrets.token_hex(4)}"}
    provider.put("/control/user", json=user)

    response = browser.get(agree(provider, begin(browser)))

    assert response.status_code == 200, f"the provider said {provider.get('/control/refusals').json()}"
    assert response.json() == user


@pytest.mark.task(6)
@pytest.mark.parametrize("wrong", ["x", "", "é"], ids=["another", "empty", "not-ascii"])
def test_a_wrong_state_is_400(browser, provider, wrong):
    """Anybody can link to the callback; only what this app began may end here (RFC 6749, 10.12)."""
    code = query(agree(provider, begin(browser))).get("code")

    response = browser.get("/callback", params={"code": code, "state": wrong})

    assert response.status_code == 400
    assert provider.get("/control/asked").json() == []


@pytest.mark.task(6)
@pytest.mark.parametrize("state", [{}, {"state": ""}], ids=["missing", "empty"])
def test_no_state_in_a_browser_without_a_cookie_is_400(browser, provider, state):
    """None equals None: two things that are missing are no match."""
    code = query(agree(provider, begin(browser))).get("code")
    browser.cookies.clear()

    response = browser.get("/callback", params={"code": code, **state})

    assert response.status_code in (400, 422)
    assert provider.get("/control/asked").json() == []


@pytest.mark.task(7)
def test_a_used_state_is_400(browser, provider):
    """A callback that works twice is one that somebody else may repeat."""
    address = begin(browser)
    assert browser.get(agree(provider, address)).status_code == 200

    response = browser.get(agree(provider, address))  # with a new code

    assert response.status_code == 400


@pytest.mark.task(8)
@pytest.mark.parametrize("victim_has_begun", [False, True], ids=["nothing-begun", "own-login-begun"])
def test_a_state_of_another_browser_is_400(browser, provider, victim_has_begun):
    """Log-in CSRF: the attacker sends their own callback, and the victim's photos end up in the attacker's account."""
    attack = agree(provider, begin(browser))
    browser.cookies.clear()  # from here on it is the victim's
    if victim_has_begun:
        begin(browser)

    response = browser.get(attack)

    assert response.status_code == 400


@pytest.mark.task(8)
def test_several_browsers_log_in_at_once(browser, provider):
    """What a log-in has to remember belongs to its browser, not to the app."""
    first = agree(provider, begin(browser))
    cookies = dict(browser.cookies)
    browser.cookies.clear()  # a second browser
    assert browser.get(agree(provider, begin(browser))).status_code == 200
    browser.cookies.clear()
    browser.cookies.update(cookies)  # the first again

    response = browser.get(first)

    assert response.status_code == 200


@pytest.mark.task(9)
def test_who_says_no_at_the_provider_is_401(browser, provider):
    """The provider reports it by the browser, without a code (RFC 6749, 4.1.2.1)."""
    state = query(begin(browser)).get("state")

    response = browser.get("/callback", params={"error": "access_denied", "state": state})

    assert response.status_code == 401


@pytest.mark.task(9)
def test_a_code_that_the_provider_does_not_take_is_401(browser, provider):
    """A code is used up, too old, or made up: nobody has logged in, and nothing is broken."""
    state = query(begin(browser)).get("state")

    response = browser.get("/callback", params={"code": "made-up", "state": state})

    assert response.status_code == 401


@pytest.mark.task(9)
@pytest.mark.parametrize("back", [{"error": "access_denied"}, {"code": "made-up"}], ids=["error", "code"])
def test_every_401_has_a_challenge(browser, back):
    """A 401 says how to get in, whatever the way (RFC 9110, 15.5.2)."""
    state = query(begin(browser)).get("state")

    response = browser.get("/callback", params={**back, "state": state})

    assert response.status_code == 401
    assert "www-authenticate" in response.headers


@pytest.mark.task(10)
@pytest.mark.parametrize(
    ("route", "failure"),
    [
        pytest.param("token", {"status": 500, "content": "<h1>Oops</h1>"}, id="token-500"),
        pytest.param("token", {"status": 401, "content": {"error": "invalid_client"}}, id="token-401"),
        pytest.param("token", {"status": 200, "content": "<h1>Hello</h1>"}, id="token-is-no-json"),
        pytest.param("token", {"status": 200, "content": {"token_type": "Bearer"}}, id="token-is-missing"),
        pytest.param("userinfo", {"status": 503, "content": {}}, id="userinfo-503"),
        pytest.param("userinfo", {"status": 200, "content": {}}, id="userinfo-is-empty"),
    ],
)
def test_a_provider_that_fails_is_502(browser, provider, route, failure):
    """502 says whose fault it is: not the user's, and not this app's (RFC 9110, 15.6.3)."""
    callback = agree(provider, begin(browser))
    provider.put(f"/control/failures/{route}", json=failure)

    response = browser.get(callback)

    assert response.status_code == 502


@pytest.mark.task(10)
def test_a_provider_that_is_down_is_502(start, secret):
    """A refused connection is an exception of httpx, not a status."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        env = {"PROVIDER_URL": f"http://127.0.0.1:{taken.getsockname()[1]}", "CLIENT_SECRET": secret}
        browser = start(env, base_url="http://127.0.0.1:8000")
        state = query(begin(browser)).get("state")

        response = browser.get("/callback", params={"code": "any", "state": state})

    assert response.status_code == 502


@pytest.mark.task(10)
def test_a_provider_that_is_slow_is_502(start, provider, secret):
    """Without a limit, one slow neighbour holds every thread of this app."""
    env = {"PROVIDER_URL": str(provider.base_url), "CLIENT_SECRET": secret, "TIMEOUT": "0.2"}
    browser = start(env, base_url="http://127.0.0.1:8000")
    callback = agree(provider, begin(browser))
    provider.put("/control/failures/token", json={"delay": 3})

    response = browser.get(callback)

    assert response.status_code == 502


@pytest.mark.task(11)
def test_the_secret_never_reaches_the_browser(browser, provider, secret):
    """What the browser has, its user has, and every extension in it; a careless provider repeats what it was sent."""
    login = browser.get("/login", follow_redirects=False)
    assert login.status_code in (302, 303, 307)
    callback = agree(provider, login.headers["location"])
    content = {"error": "invalid_grant", "error_description": f"client_secret={secret}"}
    provider.put("/control/failures/token", json={"status": 400, "content": content})

    response = browser.get(callback)

    assert secret not in f"{login.headers.multi_items()} {login.text}"
    assert secret not in f"{response.headers.multi_items()} {response.text}"
