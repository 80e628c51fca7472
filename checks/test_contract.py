"""`kata.contract`: a right app keeps every promise, a wrong one is told the line it breaks, each run plays the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI, HTTPException
from fastapi.responses import JSONResponse, PlainTextResponse
from fastapi.testclient import TestClient

from checks.conftest import Command
from kata import contract
from kata.catalogue import ROOT, Catalogue
from kata.contract import KEPT, Played, Words, play, requests_of
from kata.document import Document
from kata.errors import KataError
from kata.mistakes import mistakes_of, write_answer
from kata.runner.client import Runner

EXERCISE = Catalogue().exercise("4.4")
REFERENCE = ROOT / "solutions" / EXERCISE.key
DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets/{name}:
    get:
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}, example: rex}
      responses:
        "200":
          description: The pet and its friends
          content:
            application/json:
              schema:
                type: array
                items: {$ref: "#/components/schemas/Pet"}
        4XX: {$ref: "#/components/responses/a~1b"}
    put:
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
      requestBody:
        required: true
        content:
          application/json:
            schema: {$ref: "#/components/schemas/Pet"}
            example: {name: rex, age: 3, owner: {name: Ada}}
      responses:
        "204": {description: Stored}
        "400": {description: Not read}
        "422": {description: Not valid}
components:
  responses:
    a/b:
      description: None of this name
      content:
        application/json:
          schema: {type: object, required: [detail]}
  schemas:
    Pet:
      type: object
      additionalProperties: false
      required: [name, age, owner]
      properties:
        name: {type: string}
        age:
          type: integer
          minimum: 0
        owner:
          type: [object, "null"]
          properties:
            name:
              type: string
"""
READ, WRITE = "GET /pets/{name}", "PUT /pets/{name}"
REX = {"name": "rex", "age": 3, "owner": {"name": "Ada"}}


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "openapi.yaml"
    path.write_text(DOCUMENT, encoding="utf-8")
    return path


def reading(answer: Callable[[str], Any]) -> TestClient:
    """An app whose one route answers as `answer` does."""
    app = FastAPI()
    app.get("/pets/{name}")(answer)
    return TestClient(app, raise_server_exceptions=False)


def answered(body: object, status: int = 200) -> TestClient:
    return reading(lambda name: JSONResponse(body, status))


def crash(name: str) -> None:
    raise RuntimeError


def place(document: Path, line: str, after: str = "") -> str:
    """`path:line` of the only line that is `line`, below the only one that is `after`."""
    lines = [text.strip() for text in DOCUMENT.splitlines()]
    start = lines.index(after) if after else 0
    return f"{document}:{lines.index(line, start) + 1}"


def test_a_right_answer_keeps_every_promise(document: Path) -> None:
    def read(name: str) -> Any:
        if name != "rex":
            raise HTTPException(418, "a teapot")
        return [REX, {**REX, "owner": None}]

    assert play(document, reading(read), READ) is KEPT


@pytest.mark.parametrize(
    ("client", "got", "promised", "line"),
    [
        pytest.param(reading(crash), "status 500", "status 200 or 4XX", "responses:", id="crash"),
        pytest.param(answered([], 202), "status 202", "status 200 or 4XX", "responses:", id="status"),
        pytest.param(
            reading(lambda name: PlainTextResponse("rex")),
            "text/plain",
            "application/json",
            "content:",
            id="content-type",
        ),
        pytest.param(
            reading(lambda name: PlainTextResponse("rex", media_type="application/json")),
            "a body that is no application/json",
            "application/json",
            "application/json:",
            id="no-json",
        ),
        pytest.param(answered(7), '7 is not of type "array"', "type: array", "type: array", id="no-list"),
        pytest.param(
            answered([REX, {**REX, "chip": 7}]),
            "Additional properties are not allowed ('chip' was unexpected) (at body[1])",
            "additionalProperties: false",
            "additionalProperties: false",
            id="extra-field",
        ),
        pytest.param(
            answered([{"name": "rex", "age": 3}]),
            '"owner" is a required property (at body[0])',
            "required: [name, age, owner]",
            "required: [name, age, owner]",
            id="missing-field",
        ),
        pytest.param(
            answered([{**REX, "age": -1}]),
            "-1 is less than the minimum of 0 (at body[0].age)",
            "minimum: 0",
            "minimum: 0",
            id="limit",
        ),
        pytest.param(
            answered([{**REX, "name": None}]),
            'null is not of type "string" (at body[0].name)',
            "name: {type: string}",
            "name: {type: string}",
            id="flow-style",
        ),
    ],
)
def test_a_broken_promise_is_told_with_its_line(
    document: Path, client: TestClient, got: str, promised: str, line: str
) -> None:
    played = play(document, client, READ)

    assert (played.answered, played.promised) == (Words(got), Words(promised))
    assert played.place == place(document, line)
    assert played.response.request.url.path == "/pets/rex"


def test_a_promise_below_a_reference_is_found_where_it_stands(document: Path) -> None:
    played = play(document, answered({"error": "none"}, 404), READ)

    line = "schema: {type: object, required: [detail]}"
    assert played == Played(
        Words('"detail" is a required property'), Words(line), place(document, line), played.response
    )


def test_a_field_of_a_field_has_its_own_line(document: Path) -> None:
    played = play(document, answered([{**REX, "owner": {"name": 3}}]), READ)

    assert played.answered == Words('3 is not of type "string" (at body[0].owner.name)')
    assert played.place == place(document, "type: string", after="owner:")


def test_the_document_decides_what_is_sent(document: Path) -> None:
    """The example first, then the shortest; bodies that fit and bodies that do not; no more than there may be."""
    requests = requests_of(document)[WRITE]

    assert requests[0].body == b'{"name": "rex", "age": 3, "owner": {"name": "Ada"}}'
    assert len(requests) <= 1 + 2 * contract.EXAMPLES
    assert requests[1:] == sorted(requests[1:], key=contract.Request.length)
    assert all(request.headers.keys() <= {"Content-Type"} for request in requests)


def test_an_operation_that_is_not_there_is_named(document: Path) -> None:
    with pytest.raises(KataError, match="no operation 'GET /cats'"):
        play(document, answered([]), "GET /cats")


SEEN = """\
import hashlib, sys
from pathlib import Path
from kata.contract import requests_of
for operation, requests in requests_of(Path(sys.argv[1])).items():
    seen = [(r.method, r.url, sorted(r.headers.items()), r.body) for r in requests]
    print(operation, len(seen), hashlib.sha256(repr(seen).encode()).hexdigest())
"""


def test_two_processes_play_the_same_and_leave_nothing_behind(python: Command, document: Path, tmp_path: Path) -> None:
    root = str(ROOT)
    seen = []
    for seed in ("1", "2"):
        home = tmp_path / seed
        (home / "tmp").mkdir(parents=True)
        env = {"PYTHONHASHSEED": seed, "PYTHONPATH": root, "TMPDIR": str(home / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
        done = python("-c", SEEN, document, cwd=home, env=env)
        assert done.returncode == 0, done.stderr
        assert sorted(home.rglob("*")) == [home / "tmp"]
        seen.append(done.stdout)

    assert seen[0].count("\n") == 2
    assert seen[0] == seen[1]
    assert sorted(document.parent.iterdir()) == [document]


def test_other_exercises_do_not_pay_for_it(python: Command) -> None:
    code = "import sys, kata.plugin; print({'schemathesis', 'hypothesis', 'requests', 'yaml'} & set(sys.modules))"

    assert python("-c", code).stdout == "set()\n"


def test_a_learner_sees_the_one_exchange_that_broke_a_promise(runner: Runner, tmp_path: Path) -> None:
    mistakes = {mistake.name: mistake for mistake in mistakes_of(EXERCISE, ROOT / "checks" / "rejected")}
    write_answer(mistakes["name-in-a-header"], REFERENCE, tmp_path / EXERCISE.key)
    test = "test_no_answer_breaks_the_document[POST /parcels]"

    *_, (_, result, _) = runner.run([runner.job(EXERCISE, answers=tmp_path, tests=[test])])

    failure = result.verdicts[test].failure
    assert failure is not None
    assert failure.assertion
    assert failure.earlier == []
    assert failure.exchange[0] == "> POST /parcels HTTP/1.1"
    assert "< HTTP/1.1 500 Internal Server Error" in failure.exchange
    assert (failure.expected, failure.got) == ("answered == status 201 or 400 or 422", "status 500")
    line = Document(EXERCISE.folder / contract.DOCUMENT).line("paths", "/parcels", "post", "responses")
    assert failure.note == f"stated in exercises/{EXERCISE.key}/openapi.yaml:{line}"
    assert failure.raised is not None
    assert failure.raised.summary.startswith("UnicodeEncodeError")
