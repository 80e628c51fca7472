"""The red tests of 3.3. Each one names the requirement of README.md that it looks at."""

import time
from importlib import import_module
from secrets import token_hex, token_urlsafe

import pytest
from jose import JWSError, jws, jwt
from pwdlib.hashers.argon2 import Argon2Hasher

ADA = {"grant_type": "password", "username": "ada", "password": "analytical-engine"}
GRACE = {"grant_type": "password", "username": "grace", "password": "compiler-1952"}


@pytest.fixture
def client(start, clock):
    """The answer with a secret of its own for each test, on a clock that stands still."""
    return start(env={"SECRET_KEY": token_hex(32)})


def stored(username):
    """What `USERS` in main.py holds for `username`."""
    return import_module("main").USERS.get(username)


def is_signed_with(secret, token):
    """Whether `token` is signed by HS256 and `secret`."""
    try:
        jws.verify(token, secret, "HS256")
    except JWSError:
        return False
    return True


@pytest.mark.task(1)
@pytest.mark.parametrize("username", ["joan", "mary"])
def test_sign_up_is_201_without_the_password(client, username):
    """What comes back is what anybody may see: a password has no way out."""
    response = client.post("/users", json={"username": username, "password": token_urlsafe()})

    assert response.status_code == 201
    assert response.json() == {"username": username}


@pytest.mark.task(1)
def test_who_signed_up_can_log_in(client):
    """The hash that was stored is the hash that is compared."""
    joan = {"username": "joan", "password": token_urlsafe()}
    assert client.post("/users", json=joan).status_code == 201

    response = client.post("/token", data={"grant_type": "password", **joan})

    assert response.status_code == 200


@pytest.mark.task(2)
def test_the_store_holds_a_hash(client):
    """Stores leak. Who reads this one must not be able to log in with what stands there."""
    password = token_urlsafe()
    assert client.post("/users", json={"username": "joan", "password": password}).status_code == 201

    hashed = stored("joan")

    assert isinstance(hashed, str)
    assert "$argon2" in hashed
    assert Argon2Hasher().verify(password, hashed), "it is a hash, but not of this password"


@pytest.mark.task(2)
def test_equal_passwords_have_different_hashes(client):
    """Without a salt, one guess is tried on all users at once, and a table of hashes made years ago fits."""
    password = token_urlsafe()
    joan = client.post("/users", json={"username": "joan", "password": password})
    mary = client.post("/users", json={"username": "mary", "password": password})

    assert (joan.status_code, mary.status_code) == (201, 201)
    assert stored("joan") != stored("mary")


@pytest.mark.task(3)
@pytest.mark.parametrize("form", [ADA, GRACE], ids=["ada", "grace"])
def test_log_in_is_200_with_a_bearer_token(client, form):
    """Three fields tell a client what it has, how to show it, and how long it lasts (RFC 6749, 5.1)."""
    response = client.post("/token", data=form)

    assert response.status_code == 200
    body = response.json()
    assert {"access_token", "token_type", "expires_in"} <= set(body)
    assert body["token_type"].lower() == "bearer"
    assert isinstance(body["access_token"], str)
    assert isinstance(body["expires_in"], int)
    assert body["expires_in"] > 0


@pytest.mark.task(4)
@pytest.mark.parametrize("form", [ADA, GRACE], ids=["ada", "grace"])
def test_the_token_carries_the_user(client, form):
    """`sub` says whose token it is; no server has to remember it (RFC 7519, 4.1.2)."""
    response = client.post("/token", data=form)

    assert response.status_code == 200
    assert jwt.get_unverified_claims(response.json()["access_token"]).get("sub") == form["username"]


@pytest.mark.task(4)
@pytest.mark.parametrize("passed", [0, 3600], ids=["at-once", "after-an-hour"])
def test_the_token_ends_when_the_answer_says(client, clock, passed):
    """A client that plans its next log-in by `expires_in` must not be turned away before."""
    clock.shift(passed)
    response = client.post("/token", data=ADA)

    assert response.status_code == 200
    claims = jwt.get_unverified_claims(response.json()["access_token"])
    assert claims.get("exp") == int(time.time()) + response.json()["expires_in"]


@pytest.mark.task(4)
def test_the_secret_comes_from_the_environment(start, clock):
    """Who has read the code must not be able to make tokens, and a leaked secret is changed without a release."""
    for secret in (token_hex(32), token_hex(32)):
        response = start(env={"SECRET_KEY": secret}).post("/token", data=ADA)

        assert response.status_code == 200
        token = response.json()["access_token"]
        assert jwt.get_unverified_header(token)["alg"] == "HS256"
        assert is_signed_with(secret, token), "another secret than the SECRET_KEY of this start has signed it"


@pytest.mark.task(5)
def test_the_token_is_not_stored_on_the_way(client):
    """A token in a cache is a key under the mat (RFC 6749, 5.1)."""
    response = client.post("/token", data=ADA)

    assert response.status_code == 200
    assert "no-store" in response.headers.get("cache-control", "")


@pytest.mark.task(6)
@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param("difference-engine", id="another"),
        pytest.param("ANALYTICAL-ENGINE", id="capitals"),
        pytest.param("analytical-engine ", id="space-behind"),
        pytest.param("compiler-1952", id="of-another-user"),
        pytest.param(
            "$argon2id$v=19$m=8,t=1,p=1$Cd/10n7U4KNHtCdoRE9CWQ$3F67+ONsAm7rIBRZgYu78jYyBSGpLqa2UHuqJBc0dXI",
            id="the-hash",
        ),
    ],
)
def test_a_wrong_password_is_401(client, wrong):
    """Nearly right is wrong: the hash is compared, not the look of it."""
    assert client.post("/token", data=ADA).status_code == 200

    response = client.post("/token", data={**ADA, "password": wrong})

    assert response.status_code == 401


@pytest.mark.task(6)
def test_an_unknown_user_gets_the_very_same_answer(client):
    """The smallest difference lets a stranger find out who has an account here."""
    assert client.post("/token", data=ADA).status_code == 200

    wrong_password = client.post("/token", data={**ADA, "password": "difference-engine"})
    unknown_user = client.post("/token", data={**ADA, "username": "charles"})

    assert unknown_user.status_code == wrong_password.status_code
    assert unknown_user.content == wrong_password.content
    assert unknown_user.headers.get("www-authenticate") == wrong_password.headers.get("www-authenticate")


@pytest.mark.task(6)
@pytest.mark.parametrize("username", ["ada", "charles"], ids=["wrong-password", "unknown-user"])
def test_the_refusal_has_a_challenge(client, username):
    """A 401 always says how to do better (RFC 9110, 15.5.2)."""
    response = client.post("/token", data={**ADA, "username": username, "password": "difference-engine"})

    assert "www-authenticate" in response.headers


@pytest.mark.task(7)
def test_json_instead_of_the_form_is_422(client):
    """OAuth2 clients send a form; one format, so that there is one way in (RFC 6749, 4.3.2)."""
    assert client.post("/token", data=GRACE).status_code == 200

    response = client.post("/token", json=GRACE)

    assert response.status_code == 422


@pytest.mark.task(8)
@pytest.mark.parametrize(
    ("body", "secret"),
    [
        pytest.param({"username": "joan", "password": "oh-dear"}, "oh-dear", id="too-short"),
        pytest.param({"user": "joan", "password": "correct-horse"}, "correct-horse", id="no-username"),
        pytest.param({"username": "joan", "password": 2718281828}, "2718281828", id="a-number"),
        pytest.param(["joan", "correct-horse"], "correct-horse", id="a-list"),
    ],
)
def test_a_422_does_not_repeat_the_password(client, body, secret):
    """Error bodies end up in logs and screenshots; FastAPI's own repeats all that it received."""
    response = client.post("/users", json=body)

    assert response.status_code == 422
    assert secret not in response.text


@pytest.mark.task(8)
def test_no_answer_shows_password_or_hash(client):
    """What was sent is known to the client; what is stored is nobody's business."""
    joan = {"username": "joan", "password": token_urlsafe()}
    signed_up = client.post("/users", json=joan)
    logged_in = client.post("/token", data={"grant_type": "password", **joan})
    refused = client.post("/token", data={"grant_type": "password", **joan, "username": "charles"})

    assert (signed_up.status_code, logged_in.status_code, refused.status_code) == (201, 200, 401)
    for response in (signed_up, logged_in, refused):
        assert joan["password"] not in response.text
        assert str(stored("joan")) not in response.text


@pytest.mark.task(8)
def test_the_token_holds_no_secret(client):
    """The middle part of a token is plain text in base64: signed, but not sealed."""
    response = client.post("/token", data=ADA)

    assert response.status_code == 200
    claims = jwt.get_unverified_claims(response.json()["access_token"])
    assert "analytical-engine" not in str(claims)
    assert stored("ada") not in str(claims)
