"""The red tests of 3.2. Each one names the requirement of README.md that it looks at.

Good tokens are made by python-jose, hostile ones by hand: no library would agree to make them.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode

import pytest
from jose import jwt

try:
    from time import tzset
except ImportError:  # Windows has one as well, only Python does not offer it there
    from ctypes import cdll

    tzset = cdll.ucrtbase._tzset

SECRET = "a-secret-for-the-tests-0123456789"
NOON = 1_907_755_200  # 2030-06-15 12:00 UTC in seconds since 1970: the clock stands there
ADA = {"sub": "ada", "role": "editor", "iat": NOON, "exp": NOON + 600}
GRACE = {"sub": "grace", "role": "admin", "iat": NOON - 60, "exp": NOON + 30}


@pytest.fixture
def client(start, clock):
    """The app with a secret, at noon."""
    return start(env={"JWT_SECRET": SECRET})


@pytest.fixture(params=["UTC0", "EST5", "JST-9"], ids=["utc", "west", "east"])
def zone(request, clock, monkeypatch):
    """Local time is UTC, then five hours behind it, then nine ahead; the instant is the same."""
    with monkeypatch.context() as patch:
        patch.setenv("TZ", request.param)
        tzset()
        yield
    tzset()


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def base64url(data):
    """As in a token: without the padding (RFC 7515, 2)."""
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def written(content):
    """A header or a payload as it stands in a token."""
    return base64url(json.dumps(content).encode())


def read(part):
    """What a header or a payload says."""
    return json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))


@pytest.mark.task(1)
def test_a_token_is_header_payload_signature(client):
    """Whoever gets the token finds out from its header how it was made (RFC 7515, 4.1)."""
    response = client.post("/tokens", json={"sub": "ada", "role": "editor"})

    assert response.status_code == 200
    parts = response.json()["token"].split(".")
    assert len(parts) == 3
    header = read(parts[0])
    assert (header.get("alg"), header.get("typ")) == ("HS256", "JWT")


@pytest.mark.task(1)
@pytest.mark.parametrize("secret", [SECRET, "another-secret-of-the-same-length"])
def test_the_signature_is_made_with_the_secret(start, clock, secret):
    """HS256 is an HMAC over the first two parts: this is all that a signature is."""
    client = start(env={"JWT_SECRET": secret})
    response = client.post("/tokens", json={"sub": "ada", "role": "editor"})

    assert response.status_code == 200
    signed, _, signature = response.json()["token"].rpartition(".")
    assert signature == base64url(hmac.digest(secret.encode(), signed.encode(), "sha256"))


@pytest.mark.task(2)
@pytest.mark.parametrize(("sub", "role"), [("ada", "editor"), ("grace", "admin")])
def test_the_claims_say_who_and_as_what(client, sub, role):
    """The payload is not secret: it says what the server will later believe without looking it up."""
    response = client.post("/tokens", json={"sub": sub, "role": role})

    assert response.status_code == 200
    claims = read(response.json()["token"].split(".")[1])
    assert (claims.get("sub"), claims.get("role")) == (sub, role)


@pytest.mark.task(2)
def test_a_token_lives_15_minutes_in_every_zone(client, clock, zone):
    """A time in a token is seconds since 1970, UTC; a naive local time is hours off as soon as the server travels."""
    clock.shift(90)
    response = client.post("/tokens", json={"sub": "ada", "role": "editor"})

    assert response.status_code == 200
    claims = read(response.json()["token"].split(".")[1])
    assert claims.get("iat") == NOON + 90
    assert claims.get("exp") == NOON + 90 + 15 * 60


@pytest.mark.task(3)
@pytest.mark.parametrize("claims", [ADA, GRACE], ids=["ada", "grace"])
def test_a_good_token_gives_its_claims(client, claims):
    """No session, no look into a database: the token itself says who it is."""
    token = jwt.encode(claims, SECRET, algorithm="HS256")
    response = client.get("/claims", headers=bearer(token))

    assert response.status_code == 200
    assert response.json() == claims


@pytest.mark.task(3)
def test_the_apps_own_token_is_good(client):
    """What one route issues the other must take: a claim that only one of them knows turns users away."""
    issued = client.post("/tokens", json={"sub": "joan", "role": "reader"})
    assert issued.status_code == 200

    response = client.get("/claims", headers=bearer(issued.json()["token"]))

    assert response.status_code == 200
    assert (response.json().get("sub"), response.json().get("role")) == ("joan", "reader")


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("index", "change"),
    [
        pytest.param(0, lambda header: written({"alg": "HS256", "typ": "JWT", "kid": "7"}), id="header"),
        pytest.param(1, lambda payload: written({**ADA, "role": "admin"}), id="payload"),
        pytest.param(2, lambda signature: signature[:-8], id="signature-cut"),
        pytest.param(2, lambda signature: "", id="signature-gone"),
        pytest.param(2, lambda signature: jwt.encode(GRACE, SECRET).split(".")[2], id="signature-of-another-token"),
    ],
)
def test_a_changed_token_is_401(client, index, change):
    """The signature covers header and payload: whoever changes one of the three cannot mend the others."""
    parts = jwt.encode(ADA, SECRET, algorithm="HS256").split(".")
    assert client.get("/claims", headers=bearer(".".join(parts))).status_code == 200

    parts[index] = change(parts[index])
    response = client.get("/claims", headers=bearer(".".join(parts)))

    assert response.status_code == 401


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "text",
    ["", "garbage", "a.b.c", "...", f"{written([])}.{written(ADA)}.c2ln", f"{written({})}.{written(ADA)}.c2ln"],
    ids=["empty", "word", "no-base64", "dots", "header-is-a-list", "header-is-empty"],
)
def test_text_that_is_no_token_is_401(client, text):
    """The header can be sent by anybody, and holds anything: that must not crash the server."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    response = client.get("/claims", headers=bearer(text))

    assert response.status_code == 401


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "headers",
    [{}, bearer("garbage"), bearer(jwt.encode({**ADA, "exp": NOON - 86_400 * 30}, SECRET))],
    ids=["no-token", "garbage", "expired"],
)
def test_a_401_names_its_scheme(client, headers):
    """A 401 must carry a challenge (RFC 9110, 15.5.2); for tokens it is Bearer (RFC 6750, 3)."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    response = client.get("/claims", headers=headers)

    assert response.status_code == 401
    assert response.headers.get("WWW-Authenticate", "")[:6].lower() == "bearer"


@pytest.mark.task(5)
def test_an_expired_token_is_401(client, clock, zone):
    """Nobody can take a token back, so its end is what limits the damage when it is stolen."""
    token = jwt.encode({**ADA, "exp": NOON + 300}, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    clock.shift(300 + 65)
    response = client.get("/claims", headers=bearer(token))

    assert response.status_code == 401


@pytest.mark.task(6)
@pytest.mark.parametrize("alg", ["none", "None", "NONE", "HS999"])
def test_a_token_that_needs_no_secret_is_401(client, alg):
    """The header is written by the sender. A server that asks it how to verify is told: not at all (RFC 8725, 2.1)."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    unsigned = written({"alg": alg, "typ": "JWT"}) + "." + written({**ADA, "role": "admin"}) + "."
    response = client.get("/claims", headers=bearer(unsigned))

    assert response.status_code == 401


@pytest.mark.task(6)
@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_is_401(client, algorithm):
    """One key, one algorithm: the list belongs to the server, and has one entry (RFC 8725, 3.1)."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    response = client.get("/claims", headers=bearer(jwt.encode(ADA, SECRET, algorithm=algorithm)))

    assert response.status_code == 401


@pytest.mark.task(6)
def test_another_secret_is_401(start, clock):
    """When a secret has leaked it is replaced, and every token that was signed with it is worthless."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert start(env={"JWT_SECRET": SECRET}).get("/claims", headers=bearer(token)).status_code == 200

    client = start(env={"JWT_SECRET": "the-new-one-after-the-leak-012345"})
    response = client.get("/claims", headers=bearer(token))

    assert response.status_code == 401


@pytest.mark.task(7)
def test_a_token_without_sub_is_401(client):
    """A good signature under nobody's name: a library checks only the claims that are there."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    nobodys = jwt.encode({"role": "editor", "iat": NOON, "exp": NOON + 600}, SECRET, algorithm="HS256")
    response = client.get("/claims", headers=bearer(nobodys))

    assert response.status_code == 401


@pytest.mark.task(7)
def test_a_token_without_exp_is_401(client):
    """A token without an end is good for ever, whoever has found it."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    endless = jwt.encode({"sub": "ada", "role": "editor", "iat": NOON}, SECRET, algorithm="HS256")
    response = client.get("/claims", headers=bearer(endless))

    assert response.status_code == 401


@pytest.mark.task(7)
@pytest.mark.parametrize(
    "claim",
    [{"exp": None}, {"exp": "tomorrow"}, {"sub": 7}, {"sub": None}],
    ids=["exp-null", "exp-word", "sub-7", "sub-null"],
)
def test_a_claim_of_the_wrong_type_is_401(client, claim):
    """A claim may be there and still say nothing; not every surprise in it is a JWTError."""
    token = jwt.encode(ADA, SECRET, algorithm="HS256")
    assert client.get("/claims", headers=bearer(token)).status_code == 200

    response = client.get("/claims", headers=bearer(jwt.encode({**ADA, **claim}, SECRET, algorithm="HS256")))

    assert response.status_code == 401


@pytest.mark.task(8)
@pytest.mark.parametrize("alg", ["HS256", "none"])
@pytest.mark.parametrize("claims", [ADA, {"sub": "mallory", "exp": 1}], ids=["ada", "expired"])
def test_peek_reads_without_verifying(client, alg, claims):
    """Anybody can read a token, so nothing secret belongs into it, and nothing that was only read may be believed."""
    header = {"alg": alg, "typ": "JWT"}
    forged = written(header) + "." + written(claims) + "." + base64url(b"not a signature")
    response = client.get("/peek", headers=bearer(forged))

    assert response.status_code == 200
    assert response.json() == {"verified": False, "header": header, "claims": claims}


@pytest.mark.task(8)
@pytest.mark.parametrize(
    "text", ["garbage", "a.b.c", f"{written([])}.{written([])}."], ids=["word", "no-base64", "lists"]
)
def test_peek_at_what_is_no_token_is_a_clients_mistake(client, text):
    """Reading without verifying is still reading what a stranger has sent."""
    response = client.get("/peek", headers=bearer(text))

    assert response.status_code in (400, 401)
