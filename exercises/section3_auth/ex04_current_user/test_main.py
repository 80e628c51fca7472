"""The red tests of 3.4. Each one names the requirement of README.md that it looks at."""

import base64
import json
import time
from secrets import token_hex

import pytest
from jose import jwt

ADA = {"username": "ada", "name": "Ada Lovelace"}
GRACE = {"username": "grace", "name": "Grace Hopper"}


@pytest.fixture
def secret():
    """The secret of this test: tokens that are good are signed with it."""
    return token_hex(32)


@pytest.fixture
def client(start, clock, secret):
    """The answer with that secret, on a clock that stands still."""
    return start(env={"SECRET_KEY": secret})


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def token_of(username, secret, algorithm="HS256"):
    """A token as the log-in makes it, good for ten minutes, but not made by the answer."""
    return jwt.encode({"sub": username, "exp": int(time.time()) + 600}, secret, algorithm)


def part(value):
    """`value` as a part of a token: JSON in base64url, without padding."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.task(1)
@pytest.mark.parametrize("user", [ADA, GRACE], ids=["ada", "grace"])
def test_a_good_token_gives_its_user(client, secret, user):
    """Whoever has the secret can make a token: nothing but the signature vouches for it."""
    response = client.get("/users/me", headers=bearer(token_of(user["username"], secret)))

    assert response.status_code == 200
    assert response.json() == user


@pytest.mark.task(1)
def test_each_request_has_its_own_user(client, secret):
    """One app serves many people at once; a user who is kept between requests is shown to the next one."""
    names = []
    for username in ("ada", "grace", "ada"):
        response = client.get("/users/me", headers=bearer(token_of(username, secret)))
        names.append(response.json().get("name"))

    assert names == ["Ada Lovelace", "Grace Hopper", "Ada Lovelace"]


@pytest.mark.task(1)
@pytest.mark.parametrize("scheme", ["bearer", "BEARER"])
def test_the_scheme_in_any_letter_case(client, secret, scheme):
    """The names of schemes have no case (RFC 9110, 11.1)."""
    response = client.get("/users/me", headers={"Authorization": f"{scheme} {token_of('ada', secret)}"})

    assert response.status_code == 200


@pytest.mark.task(2)
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(None, id="no-header"),
        pytest.param("Bearer", id="scheme-alone"),
        pytest.param("Bearer ", id="scheme-and-space"),
        pytest.param("TOKEN", id="token-alone"),
        pytest.param("Basic TOKEN", id="basic"),
        pytest.param("Token TOKEN", id="another-scheme"),
    ],
)
def test_no_bearer_token_is_401(client, secret, value):
    """401 means: I do not know who you are. 403 would mean: I know, and no."""
    token = token_of("ada", secret)
    assert client.get("/users/me", headers=bearer(token)).status_code == 200

    headers = {} if value is None else {"Authorization": value.replace("TOKEN", token)}
    response = client.get("/users/me", headers=headers)

    assert response.status_code == 401


@pytest.mark.task(3)
@pytest.mark.parametrize(
    "garbage",
    [
        pytest.param(b"garbage", id="a-word"),
        pytest.param(b"..", id="two-dots"),
        pytest.param(b"a.b.c", id="three-letters"),
        pytest.param(b"t\xf6k\xe9n.\xff.\xfe", id="not-ascii"),
        pytest.param(f"{part({'alg': 'HS256'})}.bm8ganNvbg.c2lnbmF0dXJl".encode(), id="no-json"),
    ],
)
def test_garbage_is_401(client, secret, garbage):
    """Anybody can send anything; a crash at the door is a 500 for them and an alarm for you."""
    assert client.get("/users/me", headers=bearer(token_of("ada", secret))).status_code == 200

    response = client.get("/users/me", headers={"Authorization": b"Bearer " + garbage})

    assert response.status_code == 401


@pytest.mark.task(4)
@pytest.mark.parametrize("flaw", ["another-secret", "another-user", "cut-off", "no-signature"])
def test_a_wrong_signature_is_401(client, secret, flaw):
    """The claims can be read and written by anybody; only the signature cannot."""
    good = token_of("ada", secret)
    assert client.get("/users/me", headers=bearer(good)).status_code == 200

    header, claims, signature = good.split(".")
    forged = {
        "another-secret": token_of("ada", token_hex(32)),
        "another-user": f"{header}.{token_of('grace', secret).split('.')[1]}.{signature}",
        "cut-off": good[:-4],
        "no-signature": f"{header}.{claims}.",
    }
    response = client.get("/users/me", headers=bearer(forged[flaw]))

    assert response.status_code == 401


@pytest.mark.task(4)
@pytest.mark.parametrize("algorithm", ["none", "HS512"])
def test_another_algorithm_is_401(client, secret, algorithm):
    """The verifier names the algorithm; a token that chooses its own chooses `none` (RFC 8725, 3.1)."""
    good = token_of("ada", secret)
    assert client.get("/users/me", headers=bearer(good)).status_code == 200

    unsigned = f"{part({'alg': 'none', 'typ': 'JWT'})}.{good.split('.')[1]}."
    token = unsigned if algorithm == "none" else token_of("ada", secret, algorithm)
    response = client.get("/users/me", headers=bearer(token))

    assert response.status_code == 401


@pytest.mark.task(5)
def test_an_expired_token_is_401(client, clock, secret):
    """A stolen token is worth little if it does not live long."""
    token = token_of("ada", secret)
    assert client.get("/users/me", headers=bearer(token)).status_code == 200

    clock.shift(600 + 3600)
    response = client.get("/users/me", headers=bearer(token))

    assert response.status_code == 401


@pytest.mark.task(5)
def test_a_token_without_exp_is_401(client, secret):
    """Libraries check `exp` where there is one; a token without it would be good for ever."""
    assert client.get("/users/me", headers=bearer(token_of("ada", secret))).status_code == 200

    response = client.get("/users/me", headers=bearer(jwt.encode({"sub": "ada"}, secret)))

    assert response.status_code == 401


@pytest.mark.task(5)
@pytest.mark.parametrize("exp", [None, "tomorrow"], ids=["null", "text"])
def test_an_exp_that_is_no_number_is_401(client, secret, exp):
    """Another service made this token, and not well. That is no reason for a 500."""
    assert client.get("/users/me", headers=bearer(token_of("ada", secret))).status_code == 200

    response = client.get("/users/me", headers=bearer(jwt.encode({"sub": "ada", "exp": exp}, secret)))

    assert response.status_code == 401


@pytest.mark.task(6)
def test_a_token_without_sub_is_401(client, secret):
    """A token of nobody: well signed, but there is no user to be found."""
    assert client.get("/users/me", headers=bearer(token_of("ada", secret))).status_code == 200

    response = client.get("/users/me", headers=bearer(jwt.encode({"exp": int(time.time()) + 600}, secret)))

    assert response.status_code == 401


@pytest.mark.task(6)
@pytest.mark.parametrize("sub", [None, 1, ["ada"], {"username": "ada"}], ids=["null", "number", "list", "object"])
def test_a_sub_that_is_no_text_is_401(client, secret, sub):
    """`sub` is a string (RFC 7519, 4.1.2); anything else may break a look-up."""
    assert client.get("/users/me", headers=bearer(token_of("ada", secret))).status_code == 200

    claims = {"sub": sub, "exp": int(time.time()) + 600}
    response = client.get("/users/me", headers=bearer(jwt.encode(claims, secret)))

    assert response.status_code == 401


@pytest.mark.task(7)
def test_closing_an_account_is_204(client, secret):
    """The user comes out of the token, so nobody can close another's account."""
    response = client.delete("/users/me", headers=bearer(token_of("ada", secret)))

    assert response.status_code == 204
    assert response.content == b""
    assert client.get("/users/me", headers=bearer(token_of("grace", secret))).status_code == 200


@pytest.mark.task(7)
def test_closing_an_account_needs_the_token_too(client, secret):
    """One route without the dependency is enough for an intruder."""
    good = token_of("ada", secret)
    no_token = client.delete("/users/me")
    forged = client.delete("/users/me", headers=bearer(token_of("ada", token_hex(32))))

    assert (no_token.status_code, forged.status_code) == (401, 401)
    assert client.get("/users/me", headers=bearer(good)).status_code == 200


@pytest.mark.task(8)
def test_a_deleted_user_is_401(client, secret):
    """The token is still good, but its user is gone: the claims are not the user."""
    token = token_of("ada", secret)
    assert client.get("/users/me", headers=bearer(token)).status_code == 200

    client.delete("/users/me", headers=bearer(token))
    response = client.get("/users/me", headers=bearer(token))

    assert response.status_code == 401


@pytest.mark.task(8)
def test_an_unknown_user_is_401(client, secret):
    """Good signature, nobody behind it."""
    assert client.get("/users/me", headers=bearer(token_of("grace", secret))).status_code == 200

    response = client.get("/users/me", headers=bearer(token_of("charles", secret)))

    assert response.status_code == 401


@pytest.mark.task(9)
@pytest.mark.parametrize("flaw", ["no-token", "garbage", "wrong-signature", "expired", "no-sub", "unknown-user"])
def test_every_401_has_the_challenge(client, secret, flaw):
    """The scheme in `WWW-Authenticate` tells a client what to bring (RFC 9110, 15.5.2)."""
    now = int(time.time())
    headers = {
        "no-token": {},
        "garbage": bearer("garbage"),
        "wrong-signature": bearer(token_of("ada", token_hex(32))),
        "expired": bearer(jwt.encode({"sub": "ada", "exp": now - 3600}, secret)),
        "no-sub": bearer(jwt.encode({"exp": now + 600}, secret)),
        "unknown-user": bearer(token_of("charles", secret)),
    }
    response = client.get("/users/me", headers=headers[flaw])

    scheme = response.headers.get("www-authenticate", "").partition(" ")[0]
    assert scheme.lower() == "bearer"


@pytest.mark.task(10)
def test_a_token_survives_a_restart(start, clock, secret):
    """All that is needed is in the token and the secret: any number of servers can share the work."""
    app = start(env={"SECRET_KEY": secret})
    login = app.post("/token", data={"grant_type": "password", "username": "ada", "password": "analytical-engine"})
    token = login.json().get("access_token")
    assert app.get("/users/me", headers=bearer(token)).status_code == 200

    clock.shift(60)
    response = start(env={"SECRET_KEY": secret}).get("/users/me", headers=bearer(token))

    assert response.status_code == 200
    assert response.json() == ADA
