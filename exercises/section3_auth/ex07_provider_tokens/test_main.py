"""The red tests of 3.7. Each one names the requirement of README.md that it looks at."""

import secrets
import socket
import time

import pytest

pytestmark = pytest.mark.process  # the provider runs under uvicorn, started once for all tests


@pytest.fixture
def wait(clock, monkeypatch):
    """`wait(61)`: so many seconds pass at once, by `time.time` and by `time.monotonic`."""
    monotonic, passed = time.monotonic, []
    monkeypatch.setattr(time, "monotonic", lambda: monotonic() + sum(passed))

    def wait(seconds):
        passed.append(seconds)
        clock.shift(seconds)

    return wait


@pytest.fixture
def provider(served):
    """The given provider with two keys, as an httpx client."""
    provider = served(app="provider:app")
    provider.post("/control/reset")
    return provider


@pytest.fixture
def client(start, provider, wait):
    """The answer, told where the provider's key set is."""
    return start(env={"JWKS_URL": f"{provider.base_url}/jwks"})


@pytest.fixture
def bearer(provider, wait):
    """`bearer(sub="ada")`: the header with a token of the provider, good for five minutes. None takes a claim away."""

    def bearer(header=None, signed_by=None, **claims):
        now = int(time.time())
        order = {"claims": {"iat": now, "exp": now + 300, **claims}, "header": header or {}, "signed_by": signed_by}
        token = provider.post("/control/tokens", json=order).json()
        return {"Authorization": f"Bearer {token}"}

    return bearer


@pytest.mark.task(1)
@pytest.mark.parametrize("audience", ["orders-api", ["billing-api", "orders-api"]], ids=["string", "list"])
def test_a_good_token_is_let_in(client, bearer, audience):
    """The provider vouches for the user; this API keeps neither passwords nor a secret."""
    sub = f"user-{secrets.token_hex(4)}"

    response = client.get("/me", headers=bearer(sub=sub, aud=audience))

    assert response.status_code == 200
    assert response.json() == {"sub": sub}


@pytest.mark.task(2)
@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="none"),
        pytest.param({"Authorization": "Basic YWRhOmFkYQ=="}, id="another-scheme"),
        pytest.param({"Authorization": "Bearer x"}, id="no-jwt"),
        pytest.param({"Authorization": "Bearer W10.e30.eA"}, id="header-is-a-list"),
    ],
)
def test_without_a_token_it_is_401(client, bearer, headers):
    """Whoever does not say who they are is asked to; a 500 would blame the server for what the client sent."""
    assert client.get("/me", headers=bearer()).status_code == 200

    response = client.get("/me", headers=headers)

    assert response.status_code == 401


@pytest.mark.task(2)
def test_a_signature_by_another_key_is_401(client, provider, bearer):
    """Anybody can write claims and name a key; only the key's owner can sign."""
    first, second = provider.get("/control/keys").json()
    assert client.get("/me", headers=bearer(header={"kid": first}, signed_by=first)).status_code == 200

    response = client.get("/me", headers=bearer(header={"kid": first}, signed_by=second))

    assert response.status_code == 401


@pytest.mark.task(3)
@pytest.mark.parametrize("bad", ["no token", "no audience", "unknown kid"])
def test_every_401_says_bearer(client, bearer, bad):
    """A 401 says how to get in (RFC 9110, 11.6.1), for a bearer token as RFC 6750 has it."""
    assert client.get("/me", headers=bearer()).status_code == 200
    headers = {"no token": {}, "no audience": bearer(aud=None), "unknown kid": bearer(header={"kid": "unknown"})}

    response = client.get("/me", headers=headers[bad])

    assert response.status_code == 401
    assert response.headers.get("www-authenticate", "").lower().startswith("bearer")


@pytest.mark.task(4)
@pytest.mark.parametrize("issuer", ["https://evil.example.com", "https://id.example.com.evil.example", None])
def test_another_issuer_is_401(client, bearer, issuer):
    """One key may sign for several issuers; whom this API trusts is not for the token to say."""
    assert client.get("/me", headers=bearer()).status_code == 200

    response = client.get("/me", headers=bearer(iss=issuer))

    assert response.status_code == 401


@pytest.mark.task(4)
@pytest.mark.parametrize("audience", ["billing-api", "orders-api-2", ["billing-api"], [], None], ids=repr)
def test_another_audience_is_401(client, bearer, audience):
    """A token for another API is genuine, and still not for this one (RFC 8725, 3.9)."""
    assert client.get("/me", headers=bearer()).status_code == 200

    response = client.get("/me", headers=bearer(aud=audience))

    assert response.status_code == 401


@pytest.mark.task(4)
def test_an_expired_token_is_401(client, bearer, wait):
    """A stolen token is of use for minutes, not for ever."""
    headers = bearer()
    assert client.get("/me", headers=headers).status_code == 200
    wait(3600)

    response = client.get("/me", headers=headers)

    assert response.status_code == 401


@pytest.mark.task(4)
def test_a_token_without_an_end_is_401(client, bearer):
    """`exp` is optional in a JWT; an API that wants one has to say so."""
    assert client.get("/me", headers=bearer()).status_code == 200

    response = client.get("/me", headers=bearer(exp=None))

    assert response.status_code == 401


@pytest.mark.task(5)
@pytest.mark.parametrize("kid", ["unknown", None, 7, ["unknown"]], ids=repr)
def test_an_unknown_kid_is_401(client, bearer, kid):
    """Nobody has verified the header yet, so anything may be in it; a key that is not named is not tried."""
    assert client.get("/me", headers=bearer()).status_code == 200

    response = client.get("/me", headers=bearer(header={"kid": kid}))

    assert response.status_code == 401


@pytest.mark.task(6)
@pytest.mark.parametrize("algorithm", ["HS256", "RS512", "none", None])
def test_another_algorithm_is_401(client, bearer, algorithm):
    """The attacker writes the header: by HS256 the public key would be the password (RFC 8725, 2.1 and 3.1)."""
    assert client.get("/me", headers=bearer()).status_code == 200

    response = client.get("/me", headers=bearer(header={"alg": algorithm}))

    assert response.status_code == 401


@pytest.mark.task(7)
def test_each_token_is_checked_with_the_key_that_it_names(client, provider, bearer):
    """While keys change, several are in use; their order in the set means nothing."""
    for kid in provider.get("/control/keys").json():
        response = client.get("/me", headers=bearer(signed_by=kid, sub=f"user-{kid}"))

        assert response.status_code == 200
        assert response.json() == {"sub": f"user-{kid}"}


@pytest.mark.task(7)
def test_a_key_that_was_rotated_in_needs_no_restart(client, provider, bearer, wait):
    """Providers change keys when they like, at night and without a word."""
    assert client.get("/me", headers=bearer()).status_code == 200
    new = provider.post("/control/keys").json()
    wait(61)

    response = client.get("/me", headers=bearer(signed_by=new))

    assert response.status_code == 200
    assert client.get("/me", headers=bearer()).status_code == 200


@pytest.mark.task(8)
def test_one_fetch_serves_all_known_keys(client, provider, bearer):
    """With a fetch for each request every answer is as slow as the provider, and its outages are ours."""
    first, second = provider.get("/control/keys").json()

    for kid in (first, second, second, first):
        assert client.get("/me", headers=bearer(signed_by=kid)).status_code == 200

    assert provider.get("/control/fetches").json() == 1


@pytest.mark.task(9)
def test_unknown_kids_cause_one_fetch_a_minute(client, provider, bearer, wait):
    """Anybody can make up a kid; nobody may flood the provider through this API."""
    assert client.get("/me", headers=bearer()).status_code == 200
    fetches = []

    for seconds in (61, 0, 45, 20):
        wait(seconds)
        client.get("/me", headers=bearer(header={"kid": secrets.token_hex(4)}))
        fetches.append(provider.get("/control/fetches").json())

    assert fetches == [2, 2, 2, 3]


@pytest.mark.task(10)
def test_without_a_key_set_it_is_503(start, bearer):
    """The token may well be good: a 401 would log everybody out because the provider is down."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens: every connection is refused
        client = start(env={"JWKS_URL": f"http://127.0.0.1:{taken.getsockname()[1]}/jwks"})

        response = client.get("/me", headers=bearer())

    assert response.status_code == 503


@pytest.mark.task(10)
def test_known_keys_outlive_an_outage(client, provider, bearer, wait):
    """What is known needs no provider, and what did not arrive must not replace it."""
    assert client.get("/me", headers=bearer()).status_code == 200
    new = provider.post("/control/keys").json()
    provider.post("/control/outage", json={"status": 500})
    wait(61)

    assert client.get("/me", headers=bearer(signed_by=new)).status_code == 503
    assert client.get("/me", headers=bearer()).status_code == 200
