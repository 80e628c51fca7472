"""The red tests of 1.4. Each one names the requirement of README.md that it looks at."""

import pytest

ADA = {"X-User": "ada"}  # owns K1 with 10,000 cents, and K2 with none
GRACE = {"X-User": "grace"}  # owns K3 with 2,500 cents
JOAN = {"X-User": "joan"}  # has no account
MALLORY = {"X-User": "mallory"}  # is not in USERS


@pytest.mark.task(1)
@pytest.mark.parametrize("headers", [{}, {"X-User": ""}], ids=["no-header", "empty-header"])
def test_no_caller_is_401(client, headers):
    """401 asks: who are you? Not 403, which is for somebody we know; not 422, the body is fine."""
    response = client.post("/transfers", json={"source": "K1", "target": "K3", "cents": 100}, headers=headers)

    assert response.status_code == 401


@pytest.mark.task(1)
def test_an_unknown_caller_is_401(client):
    """A name that nobody can vouch for is no better than none."""
    response = client.post("/transfers", json={"source": "K1", "target": "K3", "cents": 100}, headers=MALLORY)

    assert response.status_code == 401


@pytest.mark.task(1)
@pytest.mark.parametrize("headers", [{}, MALLORY], ids=["nobody", "mallory"])
def test_the_401_has_a_challenge(client, headers):
    """A 401 must say how to authenticate (RFC 9110, 11.6.1)."""
    response = client.post("/transfers", json={"source": "K1", "target": "K3", "cents": 100}, headers=headers)

    assert response.status_code == 401
    assert response.headers.get("www-authenticate", "") != ""


@pytest.mark.task(2)
@pytest.mark.parametrize("headers", [GRACE, JOAN], ids=["owner-of-the-target", "owner-of-nothing"])
def test_a_caller_who_does_not_own_the_source_is_403(client, headers):
    """403 says: I know who you are, and you may not. Logging in again would not help."""
    response = client.post("/transfers", json={"source": "K1", "target": "K3", "cents": 100}, headers=headers)

    assert response.status_code == 403


@pytest.mark.task(3)
@pytest.mark.parametrize(("source", "target"), [("K9", "K1"), ("K1", "K9")], ids=["source", "target"])
def test_an_unknown_account_is_404(client, source, target):
    """A wrong account number is the client's mistake: no 500, which would say that it was ours."""
    response = client.post("/transfers", json={"source": source, "target": target, "cents": 100}, headers=ADA)

    assert response.status_code == 404


@pytest.mark.task(4)
@pytest.mark.parametrize(
    "amount",
    [{}, {"cents": "a lot"}, {"cents": 12.5}, {"cents": 0}, {"cents": -100}],
    ids=["missing", "words", "half-a-cent", "zero", "negative"],
)
def test_a_bad_amount_is_422(client, amount):
    """A negative transfer takes money out of somebody else's account; a model can rule that out."""
    good = client.post("/transfers", json={"source": "K1", "target": "K3", "cents": 100}, headers=ADA)
    assert good.is_success

    response = client.post("/transfers", json={"source": "K1", "target": "K3", **amount}, headers=ADA)

    assert response.status_code == 422


@pytest.mark.task(4)
@pytest.mark.parametrize(("number", "headers"), [("K1", ADA), ("K3", GRACE)], ids=["ada", "grace"])
def test_a_transfer_to_the_same_account_is_422(client, number, headers):
    """Two fields, each fine by itself, can be wrong together."""
    response = client.post("/transfers", json={"source": number, "target": number, "cents": 100}, headers=headers)

    assert response.status_code == 422


@pytest.mark.task(5)
def test_too_little_money_is_409_until_there_is_enough(client):
    """409 blames the present state, not the request: the very same one succeeds later."""
    response = client.post("/transfers", json={"source": "K2", "target": "K3", "cents": 300}, headers=ADA)
    assert response.status_code == 409

    client.post("/transfers", json={"source": "K1", "target": "K2", "cents": 5_000}, headers=ADA)
    again = client.post("/transfers", json={"source": "K2", "target": "K3", "cents": 300}, headers=ADA)

    assert again.is_success


@pytest.mark.task(5)
@pytest.mark.parametrize(("source", "cents", "headers"), [("K1", 10_000, ADA), ("K3", 2_500, GRACE)], ids=["K1", "K3"])
def test_the_whole_balance_may_go(client, source, cents, headers):
    """A limit is tested where it lies: to the cent."""
    response = client.post("/transfers", json={"source": source, "target": "K2", "cents": cents}, headers=headers)

    assert response.is_success
    assert client.get("/balances", headers=headers).json()[source] == 0


@pytest.mark.task(6)
@pytest.mark.parametrize(
    ("headers", "transfer", "balances"),
    [
        (ADA, {"source": "K1", "target": "K3", "cents": 1_500}, {"K1": 8_500, "K2": 0, "K3": 4_000}),
        (ADA, {"source": "K1", "target": "K2", "cents": 1}, {"K1": 9_999, "K2": 1, "K3": 2_500}),
        (GRACE, {"source": "K3", "target": "K2", "cents": 700}, {"K1": 10_000, "K2": 700, "K3": 1_800}),
    ],
    ids=["ada-to-grace", "ada-to-herself", "grace-to-ada"],
)
def test_a_transfer_is_201_and_moves_the_money(client, headers, transfer, balances):
    """What leaves one account arrives in the other, and no third one notices."""
    response = client.post("/transfers", json=transfer, headers=headers)

    assert response.status_code == 201
    assert client.get("/balances", headers=headers).json() == balances


@pytest.mark.task(7)
@pytest.mark.parametrize(
    ("headers", "transfer"),
    [
        ({}, {"source": "K1", "target": "K3", "cents": 100}),
        (GRACE, {"source": "K1", "target": "K3", "cents": 100}),
        (ADA, {"source": "K1", "target": "K9", "cents": 100}),
        (ADA, {"source": "K1", "target": "K3", "cents": -100}),
        (ADA, {"source": "K1", "target": "K1", "cents": 100}),
        (ADA, {"source": "K1", "target": "K3", "cents": 20_000}),
    ],
    ids=["no-caller", "not-the-owner", "unknown-target", "negative", "same-account", "too-much"],
)
def test_a_refusal_moves_no_money(client, headers, transfer):
    """Check everything, then change something; a change before the last check would have to be undone."""
    good = client.post("/transfers", json={"source": "K1", "target": "K2", "cents": 50}, headers=ADA)
    assert good.is_success
    before = client.get("/balances", headers=ADA).json()

    client.post("/transfers", json=transfer, headers=headers)

    assert client.get("/balances", headers=ADA).json() == before


@pytest.mark.task(8)
@pytest.mark.parametrize(
    "transfer",
    [
        {"source": "K1", "target": "K3", "cents": 0},
        {"source": "K1", "target": "K3"},
        {"source": "K1", "target": "K9", "cents": 100},
        {"source": "K2", "target": "K3", "cents": 100},
    ],
    ids=["zero", "no-amount", "unknown-account", "too-little-money"],
)
def test_401_comes_before_everything_else(client, transfer):
    """A stranger learns nothing: not which fields are wrong, not which accounts there are."""
    response = client.post("/transfers", json=transfer, headers=MALLORY)

    assert response.status_code == 401


@pytest.mark.task(8)
@pytest.mark.parametrize(
    ("headers", "transfer", "status"),
    [
        pytest.param(GRACE, {"source": "K1", "target": "K3", "cents": 0}, 422, id="422-before-403"),
        pytest.param(GRACE, {"source": "K1", "target": "K1", "cents": 100}, 422, id="same-account-before-403"),
        pytest.param(ADA, {"source": "K2", "target": "K2", "cents": 100}, 422, id="422-before-409"),
        pytest.param(GRACE, {"source": "K1", "target": "K9", "cents": 100}, 404, id="404-before-403"),
        pytest.param(ADA, {"source": "K2", "target": "K9", "cents": 100}, 404, id="404-before-409"),
        pytest.param(GRACE, {"source": "K2", "target": "K3", "cents": 100}, 403, id="403-before-409"),
    ],
)
def test_of_two_refusals_the_first_in_the_order_counts(client, headers, transfer, status):
    """Is the request sound, may you, can it be done now: each question makes sense only after the one before."""
    response = client.post("/transfers", json=transfer, headers=headers)

    assert response.status_code == status
