"""Postman's collections: what is told of one that cannot be played, how newman is run, and that nothing is left."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from kata.answer import AnswerError
from kata.catalogue import ROOT, Exercise
from kata.errors import KataError
from kata.newman import place, player
from kata.newman.collection import Collection, environment_of
from kata.newman.player import Player
from kata.result import Result
from kata.runner.client import Runner
from kata.serving import serve

KEY = "section4_tools/ex03_postman"
EXERCISE = Exercise(ROOT / "exercises" / KEY)
REFERENCE = ROOT / "solutions" / KEY
COLLECTION = (REFERENCE / "collection.json").read_text(encoding="utf-8")
ENVIRONMENT = {"base_url": "", "username": "ada", "password": "open-sesame-42"}
CREATED = 'pm.test(\\"status is 201\\", () => pm.response.to.have.status(201));'


def refused(text: str) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        Collection(text, Path("collection.json"))
    return caught.value


def test_what_is_no_json_is_told_with_its_line() -> None:
    error = refused(COLLECTION.replace('"name": "Log in",', '"name": "Log in"', 1))

    assert error.summary == "collection.json is no JSON"
    assert error.place
    assert error.place.source == '"event": ['


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (COLLECTION.replace("/v2.1.0/", "/v2.0.0/"), "is no collection of version 2.1 but of version 2.0"),
        ('{"info": {"name": "Notes"}, "item": []}', "is no collection of version 2.1 but of none"),
        (json.dumps({**json.loads(COLLECTION), "item": {}}), "has no list `item`"),
        ("[]", "is JSON, but no object"),
        ("", "is no JSON"),
    ],
)
def test_what_is_no_collection_of_2_1_is_told(text: str, words: str) -> None:
    assert words in refused(text).summary


def test_an_environment_has_values() -> None:
    with pytest.raises(AnswerError, match="has no list `values`"):
        environment_of('{"values": {"a": 1}}', Path("environment.json"))
    values = [{"key": "a", "value": "1"}, {"key": "b", "value": "2", "enabled": False}]
    assert environment_of(json.dumps({"values": values}), Path("environment.json")) == {"a": "1"}


def with_request(**request: Any) -> Collection:
    collection = json.loads(COLLECTION)
    folder = {
        "name": "More",
        "item": [{"name": "Extra", "request": {"method": "GET", "url": "{{base_url}}", **request}}],
    }
    return Collection(json.dumps({**collection, "item": [*collection["item"], folder]}), Path("collection.json"))


TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl"


@pytest.mark.parametrize(
    ("request_", "hosts"),
    [
        ({"url": "https://api.example.com/notes"}, ["Extra: https://api.example.com/notes"]),
        ({"url": {"raw": "127.0.0.1:8000/notes"}}, ["Extra: 127.0.0.1:8000/notes"]),
        ({"url": {"host": ["localhost"], "path": ["notes"]}}, ["Extra: localhost"]),
        ({"header": [{"key": "Origin", "value": "http://localhost:3000"}]}, ["Extra: http://localhost:3000"]),
        ({"header": [{"key": "Origin", "value": "http://localhost:3000", "disabled": True}]}, []),
        ({"description": "On my machine at http://localhost:8000"}, []),
        ({"url": {"raw": "{{base_url}}/notes", "host": ["{{base_url}}"], "path": ["notes"]}}, []),
    ],
)
def test_a_host_is_found_wherever_it_is_sent_from(request_: dict[str, Any], hosts: list[str]) -> None:
    assert with_request(**request_).hosts == hosts


@pytest.mark.parametrize(
    ("request_", "found"),
    [
        ({"header": [{"key": "authorization", "value": "Bearer abc"}]}, True),
        ({"header": [{"key": "authorization", "value": "Bearer {{token}}"}]}, False),
        ({"header": [{"key": "X-Token", "value": "abc"}]}, True),
        ({"auth": {"type": "bearer", "bearer": [{"key": "token", "value": "abc", "type": "string"}]}}, True),
        ({"body": {"mode": "raw", "raw": f'{{"t": "{TOKEN}"}}'}}, True),
        ({"body": {"mode": "raw", "raw": '{"text": "bearer authentication is easy"}'}}, False),
    ],
)
def test_a_token_is_found_wherever_it_was_pasted(request_: dict[str, Any], found: bool) -> None:
    assert bool(with_request(**request_).tokens) is found


def test_a_script_may_be_the_collections_a_folders_or_the_requests_own() -> None:
    collection = json.loads(COLLECTION)
    events = collection.pop("event")
    bare = Collection(json.dumps(collection), Path("collection.json"))
    folder = {"name": "All", "event": events, "item": collection["item"]}
    inside = Collection(json.dumps({**collection, "item": [folder]}), Path("collection.json"))

    assert bare.without_script == bare.requests
    assert inside.without_script == []


@pytest.fixture(scope="module")
def apis() -> Iterator[str]:
    with serve(EXERCISE.folder, {}, "apis:app") as server:
        yield server.url


@pytest.fixture
def newman() -> Iterator[Player]:
    started = Player()
    yield started
    started.close()


def play(newman: Player, url: str, edit: Callable[[str], str] = str) -> player.Play:
    return newman.play(json.loads(edit(COLLECTION)), ENVIRONMENT | {"base_url": url}, url)


def test_a_play_tells_each_request_with_its_tests(newman: Player, apis: str) -> None:
    right = play(newman, f"{apis}/right")
    broken = play(newman, f"{apis}/a-wrong-password-is-let-in")

    assert right.failures == []
    assert [sent.status for sent in right.sent] == [200, 401, 201, 200, 200, 401]
    assert broken.caught(right) == [
        "Log in with a wrong password · status is 401",
        "Log in with a wrong password · no token comes back",
    ]


def test_what_a_script_sends_is_not_taken_for_the_request(newman: Player, apis: str) -> None:
    script = 'pm.sendRequest(pm.variables.get(\\"base_url\\") + \\"/nowhere\\", (_, r) => console.log(r.code));'

    played = play(newman, f"{apis}/right", lambda text: text.replace(CREATED, script))

    assert (played.sent[2].path, played.sent[2].status) == ("/right/notes", 201)
    assert played.printed == ("404",)


def test_a_script_that_breaks_off_is_a_failure(newman: Player, apis: str) -> None:
    played = play(newman, f"{apis}/right", lambda text: text.replace(CREATED, "pm.foo();"))

    assert "Create a note · test script: TypeError: pm.foo is not a function" in played.failures


def test_no_other_server_is_reached(newman: Player, apis: str) -> None:
    other = apis.replace("127.0.0.1", "localhost")

    played = play(newman, f"{apis}/right", lambda text: text.replace("{{base_url}}/login", f"{other}/login"))

    assert played.sent[0].status is None
    assert played.sent[0].errors[0] == f"no answer: {other.removeprefix('http://')} is not {{{{base_url}}}}"


@pytest.mark.parametrize("turns", ["while (true) {}", "for (const all = []; ; ) all.push(1);"])
def test_a_loop_without_an_end_is_told_with_its_script(
    newman: Player, apis: str, monkeypatch: pytest.MonkeyPatch, turns: str
) -> None:
    monkeypatch.setattr(player, "SILENCE", 2.0)

    with pytest.raises(AnswerError) as caught:
        play(newman, f"{apis}/right", lambda text: text.replace(CREATED, turns))

    assert caught.value.summary in (
        "the collection stood still for 2 s",
        "newman broke off in the test script of Create a note",
    )
    assert "the test script of Create a note" in f"{caught.value.summary} {caught.value.detail}"
    with pytest.raises(AnswerError, match=r"stood still|broke off"):
        play(newman, f"{apis}/right")  # and nobody waits again


def test_requests_that_go_round_in_circles_are_told(newman: Player, apis: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(player, "MOST", 40)

    with pytest.raises(AnswerError) as caught:
        play(newman, f"{apis}/right", lambda text: text.replace(CREATED, 'postman.setNextRequest(\\"Log in\\");'))

    assert caught.value.summary == "the collection has not ended after 40 scripts"
    assert "setNextRequest" in caught.value.advice


def test_a_missing_newman_is_told_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "find", lambda: None)

    with pytest.raises(AnswerError) as caught:
        Player()

    assert caught.value.summary == "newman, which plays collections, is not installed"
    assert "nox -s section4" in caught.value.advice


# Through the whole way to a learner


def answered(runner: Runner, tmp_path: Path, edit: Callable[[str], str], tests: list[str]) -> Result:
    folder = tmp_path / "answers" / KEY
    folder.mkdir(parents=True)
    (folder / "collection.json").write_text(edit(COLLECTION), encoding="utf-8")
    (folder / "environment.json").write_bytes((REFERENCE / "environment.json").read_bytes())
    job = runner.job(EXERCISE, answers=tmp_path / "answers", tests=tests)
    return next(result for _, result, event in runner.run([job]) if event["event"] == "ended")


def test_a_slipped_flaw_is_told_as_a_behaviour(runner: Runner, tmp_path: Path) -> None:
    edit = 'to.deep.include({ id: pm.environment.get(\\"note_id\\"), text: \\"Buy milk\\" })'
    case = "test_red_against_a_broken_api[the list leaves new notes out]"

    result = answered(runner, tmp_path, lambda text: text.replace(edit, 'to.be.an(\\"array\\")'), [case])

    failure = result.verdicts[case].failure
    assert failure
    assert failure.sentence == "red against a broken api (the list leaves new notes out)"
    assert failure.note == "Whatever passes against the right API passes here as well."


def test_a_failed_test_is_told_with_its_request_and_the_exchange(runner: Runner, tmp_path: Path) -> None:
    test = "test_green_against_the_right_api"

    result = answered(runner, tmp_path, lambda text: text.replace("have.status(201)", "have.status(200)"), [test])

    failure = result.verdicts[test].failure
    assert failure
    assert "Create a note · status is 201: expected response to have status code 200 but got 201" in failure.got
    assert re.fullmatch(r"> POST /\w+/notes HTTP/1.1", failure.exchange[0])
    assert "< HTTP/1.1 201 Created" in failure.exchange


def _descendants(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _is_node(process: psutil.Process) -> bool:
    try:
        return process.name().startswith("node")
    except psutil.NoSuchProcess:
        return False


SECTION = ["kata", "section", "section4", "4.3"]
PYTEST = ["pytest", f"exercises/{KEY}", "--answers", "solutions", "-p", "no:cacheprovider"]
OF_SERVED = "kata-one-certificate.pem"
"""A file that `served` keeps for all runs."""


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(
    ("command", "stop", "delay"),
    [
        (SECTION, signal.SIGINT, 0.0),
        (SECTION, signal.SIGINT, 0.8),
        (PYTEST, signal.SIGINT, 0.8),
        (PYTEST, None, 0.0),
        (PYTEST, signal.SIGKILL, 0.4),
    ],
)
def test_nothing_is_left_behind(tmp_path: Path, command: list[str], stop: signal.Signals | None, delay: float) -> None:
    """Neither a process nor a file, whoever ends the run, and when."""
    whole = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    family = dict[int, psutil.Process]()
    try:
        deadline = time.monotonic() + 60
        while not any(map(_is_node, family.values())):
            assert time.monotonic() < deadline, "newman was never started"
            family |= {process.pid: process for process in _descendants(psutil.Process(whole.pid))}
            time.sleep(0.01)
        time.sleep(delay)
        family |= {process.pid: process for process in _descendants(psutil.Process(whole.pid))}
        if stop is not None:
            whole.send_signal(stop)
        whole.wait(60)
    finally:
        whole.kill()
    _, alive = psutil.wait_procs(family.values(), timeout=10)

    assert alive == []
    if stop is not signal.SIGKILL:
        assert {path.name for path in tmp_path.iterdir()} <= {OF_SERVED}


# How newman comes


def test_the_lock_file_holds_no_address_and_the_version_that_is_asked_for() -> None:
    lock = (place.LIST / "package-lock.json").read_text(encoding="utf-8")
    asked = json.loads((place.LIST / "package.json").read_text(encoding="utf-8"))["dependencies"]["newman"]

    assert '"resolved"' not in lock
    assert json.loads(lock)["packages"]["node_modules/newman"]["version"] == asked


def script(path: Path, line: str) -> str:
    path.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(os.name != "posix", reason="the programs that stand in are shell scripts")
@pytest.mark.parametrize(("says", "taken"), [("v12.22.9", False), ("v20.1.0", True), ("nothing", False)])
def test_a_node_that_is_too_old_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, taken: bool
) -> None:
    script(tmp_path / "node", f"echo {says}")
    script(tmp_path / "npm", "")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(place, "WHEEL", tmp_path / "none")

    assert (place.node_here() is not None) is taken


@pytest.mark.skipif(os.name != "posix", reason="the programs that stand in are shell scripts")
def test_newman_is_installed_wholly_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "envs" / "newman"
    works = script(tmp_path / "works", "[ -f package-lock.json ] && mkdir node_modules")
    fails = script(
        tmp_path / "fails", 'echo "npm error code ENOTFOUND\nnpm error network request to x failed" >&2; exit 1'
    )
    monkeypatch.setattr(place, "HOME", home)

    monkeypatch.setattr(place, "node_here", lambda: place.Node(sys.executable, (fails,)))
    with pytest.raises(KataError, match="newman could not be installed: network request to x failed"):
        place.install(home)
    assert list(home.parent.iterdir()) == []
    assert place.find(tmp_path / "envs" / "any") is None

    monkeypatch.setattr(place, "node_here", lambda: place.Node(sys.executable, (works,)))
    for _ in range(2):  # the second takes the place of the first
        place.install(home)
    assert place.find() == place.Installed(home, sys.executable)
    assert [path.name for path in home.parent.iterdir()] == ["newman"]

    (home / "kata-stamp").write_text('{"lock": "another", "node": "/nowhere"}', encoding="utf-8")
    assert place.find(tmp_path / "envs" / "any") is None
