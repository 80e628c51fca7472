"""The red tests of 4.3. Each one names the requirement of README.md that it looks at.

newman, Postman's own runner, plays your collection against the APIs of `apis.py`, with a password of the tests' own.
"""

import json
import re
import secrets

import pytest

FLAWS = [
    "a wrong password is let in",
    "a request without a token is let in",
    "every note is read with the id of the first",
    "the list leaves new notes out",
    "the text of a note is cut short",
]


@pytest.fixture(scope="module")
def password():
    """Another one in each run, so that it can stand in no collection."""
    return secrets.token_urlsafe(8)


@pytest.fixture(scope="module")
def paths():
    """Where each API is found in this run."""
    return {name: secrets.token_hex(4) for name in ("right", "other status", "other body", *FLAWS)}


@pytest.fixture
def play(newman, served, password, paths):
    """Plays the collection against the API of that name."""
    apis = served(env={"PASSWORD": password, "PATHS": json.dumps(paths)}, app="apis:app")

    def against(name, **options):
        return newman(str(apis.base_url.join(paths[name])), password=password, **options)

    return against


@pytest.mark.task(1)
def test_no_host_in_the_collection(collection):
    """One collection is played against your machine, a colleague's, and staging."""
    assert len(collection.requests) > 0
    assert collection.hosts == [], "Write {{base_url}} where the host is."


@pytest.mark.task(1)
def test_no_token_in_the_collection(collection):
    """A collection is shared and committed; a token in it is everybody's, and expires."""
    assert collection.tokens == [], "Write {{token}} where a token is needed."


@pytest.mark.task(1)
def test_no_password_in_the_collection(collection):
    """Whoever can read the collection can log in with it."""
    assert collection.places_of("open-sesame-42") == [], "Write {{password}} where the password is."


@pytest.mark.task(2)
def test_the_environment_holds_what_differs(environment):
    """What differs from machine to machine has one place; a token is no part of it, as each run gets its own."""
    missing = [name for name in ("base_url", "username", "password") if not environment.get(name)]

    assert missing == []
    assert environment.get("token", "") == ""


@pytest.mark.process
@pytest.mark.task(3)
def test_log_in_saves_the_token(play):
    """Nobody copies a token by hand, so the collection runs at night as well."""
    right = play("right")
    issued = [sent.json["access_token"] for sent in right.sent if sent.path.endswith("/login") and sent.status == 200]
    assert issued != [], "No log-in was answered with 200."

    used = [sent.name for sent in right.sent if sent.headers.get("authorization") in [f"Bearer {t}" for t in issued]]
    assert used != [], "No request sends the token that the log-in gave."


@pytest.mark.task(4)
def test_bearer_auth_is_set_once(collection):
    """What is set on each request is forgotten on one of them."""
    assert collection.auth == {"type": "bearer", "token": "{{token}}"}
    assert collection.own_auth == [], "These should inherit the auth of the collection, or have none."


def rising(ids):
    """Whether these end in numbers, each higher than the one before it, as a clock and a counter make them."""
    found = [re.fullmatch(r"\D*(\d+)", each) for each in ids]
    numbers = [int(match[1]) for match in found if match]
    return len(numbers) == len(ids) > 1 and numbers == sorted(numbers)


@pytest.mark.process
@pytest.mark.task(5)
def test_each_request_has_a_fresh_id(collection, play):
    """By its id a request is found in the server's log, and told from the one that was sent twice."""
    assert collection.without_script == [], "No pre-request script runs before these."
    runs = [play("right").sent, play("the list leaves new notes out", show=False).sent]

    assert [each.name for sent in runs for each in sent if "x-request-id" not in each.headers] == []
    first, second = ([each.headers["x-request-id"] for each in sent] for sent in runs)
    both = first + second
    assert [each for each in both if both.count(each) > 1] == [], "Sent more than once, in this run or in the next."
    assert not (rising(first) and rising(second)), f"A clock or a counter, not random: {first}"


@pytest.mark.process
@pytest.mark.task(6)
def test_each_request_tests_its_status(play):
    """A body that looks right under a wrong status breaks every client that looks at the status first."""
    right = play("right", show=False)
    other = play("other status", show=False)

    assert len(right.sent) > 0
    assert other.unnoticed(right) == [], "No test of theirs fails where 200 is 202, 201 is 200, 401 is 403."


@pytest.mark.process
@pytest.mark.task(7)
def test_each_request_tests_its_body(play):
    """A status alone says nothing of what came, and neither does a body that only looks like it."""
    right = play("right", show=False)
    other = play("other body", show=False)

    assert len(right.sent) > 0
    assert other.unnoticed(right) == [], "No test of theirs fails where one value in the body is another."


@pytest.mark.process
@pytest.mark.task(8)
def test_without_a_token_401_is_expected(play):
    """That a door is locked is seen by trying it without a key."""
    right = play("right")
    without = [sent for sent in right.sent if "/notes" in sent.path and "authorization" not in sent.headers]

    expected = [sent.name for sent in without if sent.status == 401 and sent.tests and not sent.failures]
    assert expected != [], "No request goes to /notes without a token and passes tests of its own."


@pytest.mark.process
@pytest.mark.task(9)
def test_green_against_the_right_api(play):
    """A suite that is red without a reason is soon looked at by nobody."""
    right = play("right")

    assert right.tests > 0
    assert right.failures == []


@pytest.mark.process
@pytest.mark.task(10)
@pytest.mark.parametrize("flaw", FLAWS)
def test_red_against_a_broken_api(play, flaw):
    """A test that cannot fail tests nothing: each of these APIs breaks one line of the contract."""
    right = play("right", show=False)

    caught = play(flaw, show=False).caught(right)

    assert caught != [], "Whatever passes against the right API passes here as well."
