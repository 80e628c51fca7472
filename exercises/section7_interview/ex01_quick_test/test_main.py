"""The red tests of 7.1. Each one names the requirement of README.md that it looks at.

A prediction is judged by asking the app. A choice is judged by the seal of the right letter, which keeps your eye from
falling on it. The seal is no secret: four letters are soon tried.
"""

import hashlib
import json

import pytest

NOT_YET = "This question in answers.py has no answer yet."
ADA = {"Authorization": "Bearer t-ada"}
BOB = {"Authorization": "Bearer t-bob"}


def status(response):
    return str(response.status_code)


def header(name):
    return lambda response: response.headers.get(name, "absent").lower()


def body(response):
    return response.json()


def ask(question, part, method, path, **options):
    """A question as a case: which part of the answer it is about, and the request."""
    return pytest.param(question, part, method, path, options, id=question)


def plain(predicted, part):
    """A prediction in the form of what it is compared with: 404 or "404", a body as Python or as JSON."""
    if part is not body:
        return str(predicted).strip().lower()
    try:
        return json.loads(predicted if isinstance(predicted, str) else json.dumps(predicted, default=str))
    except ValueError:
        return predicted


@pytest.fixture
def answered(answer):
    """What answers.py says to a question; None where it says nothing."""
    answers = answer.module("answers")

    def to(question, part=None):
        given = getattr(answers, question, None)
        return given if given is None or part is None else plain(given, part)

    return to


@pytest.fixture
def library(answer, start):
    """The app that is asked, if it is still the one that was given; blanks and line ends do not count."""
    source = "".join(answer.text("main.py").split())
    sealed = hashlib.sha256(source.encode()).hexdigest().startswith("33465721a9ee")
    app = "the app that was given" if sealed else "another one"
    assert app == "the app that was given", "main.py was changed: `git restore` of that file brings it back."
    return start()


def judged(question, letter, seal):
    """What may be said of a choice without saying which one is right."""
    letter = str(letter).strip().lower()
    made = hashlib.sha256(f"quick test · {question} · {letter}".encode()).hexdigest()
    return "right" if made.startswith(seal) else f"{letter} is not right"


@pytest.mark.task(1)
@pytest.mark.parametrize(
    ("question", "part", "method", "path", "options"),
    [
        ask("post_status", status, "POST", "/books", json={"title": "Ulysses", "pages": 730}),
        ask("post_location", header("Location"), "POST", "/books", json={"title": "Ulysses", "pages": 730}),
        ask("text_id_status", status, "GET", "/books/two"),
        ask("crash_status", status, "GET", "/books/1/days?pages_a_day=0"),
    ],
)
def test_predictions_of_section_1(answered, library, question, part, method, path, options):
    """Whoever predicts the status before the request is sent needs no debugger to see what is odd."""
    predicted = answered(question, part)
    assert predicted is not None, NOT_YET

    response = library.request(method, path, **options)

    assert predicted == part(response)


@pytest.mark.task(1)
@pytest.mark.parametrize(("question", "seal"), [pytest.param("supplier_down", "4541c47ff8ab", id="supplier_down")])
def test_choices_of_section_1(answered, question, seal):
    """A code tells the client what to do next."""
    choice = answered(question)
    assert choice is not None, NOT_YET

    judgement = judged(question, choice, seal)

    assert judgement == "right"


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("question", "part", "method", "path", "options"),
    [
        ask("put_body", body, "PUT", "/books/1", json={"title": "Dune", "pages": 500}),
        ask("patch_body", body, "PATCH", "/books/1", json={"pages": 500}),
    ],
)
def test_predictions_of_section_2(answered, library, question, part, method, path, options):
    """PUT replaces the whole resource, PATCH changes what was sent (RFC 9110, 9.3.4; RFC 5789)."""
    predicted = answered(question, part)
    assert predicted is not None, NOT_YET

    response = library.request(method, path, **options)

    assert predicted == part(response)


@pytest.mark.task(2)
def test_second_delete_status_is_predicted(answered, library):
    """Idempotent is said of the server's state, not of the answer (RFC 9110, 9.2.2)."""
    predicted = answered("second_delete_status", status)
    assert predicted is not None, NOT_YET

    library.delete("/books/2", headers=ADA)
    response = library.delete("/books/2", headers=ADA)

    assert predicted == status(response)


@pytest.mark.task(2)
@pytest.mark.parametrize(
    ("question", "seal"),
    [
        pytest.param("repeatable", "d95b7e5e632f", id="repeatable"),
        pytest.param("nested_address", "0e0099324aac", id="nested_address"),
    ],
)
def test_choices_of_section_2(answered, question, seal):
    """Methods and addresses are a contract that clients, caches and proxies build on."""
    choice = answered(question)
    assert choice is not None, NOT_YET

    judgement = judged(question, choice, seal)

    assert judgement == "right"


@pytest.mark.task(3)
@pytest.mark.parametrize(
    ("question", "part", "method", "path", "options"),
    [
        ask("no_token_status", status, "DELETE", "/books/1"),
        ask("no_token_challenge", header("WWW-Authenticate"), "DELETE", "/books/1"),
        ask("reader_status", status, "DELETE", "/books/1", headers=BOB),
    ],
)
def test_predictions_of_section_3(answered, library, question, part, method, path, options):
    """401 asks who you are and names the scheme; 403 knows it (RFC 9110, 15.5.2 and 15.5.4)."""
    predicted = answered(question, part)
    assert predicted is not None, NOT_YET

    response = library.request(method, path, **options)

    assert predicted == part(response)


@pytest.mark.task(3)
@pytest.mark.parametrize(
    ("question", "seal"),
    [
        pytest.param("found_jwt", "c3add7f8e698", id="found_jwt"),
        pytest.param("jwt_algorithm", "19c824f2bdee", id="jwt_algorithm"),
    ],
)
def test_choices_of_section_3(answered, question, seal):
    """A token is worth what its verifier makes sure of (RFC 8725)."""
    choice = answered(question)
    assert choice is not None, NOT_YET

    judgement = judged(question, choice, seal)

    assert judgement == "right"


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("question", "part", "method", "path", "options"),
    [
        ask("docs_status", status, "GET", "/docs"),
        ask("schema_status", status, "GET", "/openapi.json"),
        ask("hidden_status", status, "GET", "/loans"),
    ],
)
def test_predictions_of_section_4(answered, library, question, part, method, path, options):
    """The page, the document behind it and the routes are three things; each is switched off by itself."""
    predicted = answered(question, part)
    assert predicted is not None, NOT_YET

    response = library.request(method, path, **options)

    assert predicted == part(response)


@pytest.mark.task(4)
@pytest.mark.parametrize(
    ("question", "seal"),
    [
        pytest.param("openapi_and_swagger", "997b9ff5be2d", id="openapi_and_swagger"),
        pytest.param("postman_token", "8acc42a04674", id="postman_token"),
    ],
)
def test_choices_of_section_4(answered, question, seal):
    """Interviewers ask for the words first, and then for what follows from them."""
    choice = answered(question)
    assert choice is not None, NOT_YET

    judgement = judged(question, choice, seal)

    assert judgement == "right"


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("question", "part", "method", "path", "options"),
    [
        ask("page_body", body, "GET", "/books?limit=1&offset=1"),
        ask("limit_status", status, "GET", "/books?limit=0"),
        ask("longest_status", status, "GET", "/books/longest"),
    ],
)
def test_predictions_of_section_5(answered, library, question, part, method, path, options):
    """A limit is a promise to both sides, and routes are tried in the order in which they are declared."""
    predicted = answered(question, part)
    assert predicted is not None, NOT_YET

    response = library.request(method, path, **options)

    assert predicted == part(response)


@pytest.mark.task(5)
@pytest.mark.parametrize(
    ("question", "seal"),
    [
        pytest.param("blocking", "0594ecea661a", id="blocking"),
        pytest.param("rows_come_and_go", "36a8abf82bfe", id="rows_come_and_go"),
    ],
)
def test_choices_of_section_5(answered, question, seal):
    """What goes wrong only under load, or only while others write, has to be known beforehand."""
    choice = answered(question)
    assert choice is not None, NOT_YET

    judgement = judged(question, choice, seal)

    assert judgement == "right"


@pytest.mark.task(6)
@pytest.mark.parametrize(
    ("question", "part", "method", "path", "options"),
    [
        ask("other_origin_status", status, "GET", "/books", headers={"Origin": "https://evil.example"}),
        ask("shelf_on_a_crash", header("X-Shelf"), "GET", "/books/1/days?pages_a_day=0"),
    ],
)
def test_predictions_of_section_6(answered, library, question, part, method, path, options):
    """CORS is enforced by the browser; and what happens to an exception depends on where it is caught."""
    predicted = answered(question, part)
    assert predicted is not None, NOT_YET

    response = library.request(method, path, **options)

    assert predicted == part(response)


@pytest.mark.task(6)
@pytest.mark.parametrize(
    ("question", "seal"),
    [
        pytest.param("middleware", "5c22895189b5", id="middleware"),
        pytest.param("cors_with_cookies", "27b82815fba2", id="cors_with_cookies"),
        pytest.param("too_many_requests", "829b20fbda06", id="too_many_requests"),
    ],
)
def test_choices_of_section_6(answered, question, seal):
    """Three classics: each has an answer of one sentence."""
    choice = answered(question)
    assert choice is not None, NOT_YET

    judgement = judged(question, choice, seal)

    assert judgement == "right"
