"""The tests with servers: they are left out aloud, servers come and go, and the answers hold under load."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
import pytest
from _pytest.mark import ParameterSet

from checks.conftest import Command
from checks.test_plugin import FILE_ORDER, PLAIN
from kata.catalogue import ROOT, Catalogue, Exercise
from kata.errors import KataError
from kata.proof import Tree, accepted_of
from kata.result import Result
from kata.runner.client import Runner
from kata.runner.protocol import Job
from kata.screen import Screen
from kata.servers import addresses, empty_database, empty_redis, needed
from kata.serving import serve

EXERCISES = [exercise for exercise in Catalogue().exercises if needed([exercise])]
WITH_ONE = """

@pytest.mark.task(1)
@pytest.mark.servers
def test_one_is_counted(start, redis_url):
    assert start({"REDIS_URL": redis_url}).get("/one").status_code == 200
"""


@pytest.fixture
def counted(doors: Exercise) -> Exercise:
    """The sample exercise with a test that needs Redis."""
    doors.test_file.write_text(doors.test_file.read_text(encoding="utf-8") + WITH_ONE, encoding="utf-8")
    return doors


@pytest.fixture(scope="module")
def urls() -> Iterator[dict[str, str]]:
    """One server of each kind for all of this file."""
    with addresses(["REDIS_URL", "DATABASE_URL"]) as known:
        yield known


@pytest.fixture(scope="module")
def runner_with_servers(urls: dict[str, str]) -> Iterator[Runner]:
    with Runner(workers=1, servers=urls) as shared:
        yield shared


def _ran(runner: Runner, job: Job) -> Result:
    """What came of a job, once it has ended."""
    return [result for _, result, _ in runner.run([job])][-1]


def _answers(exercise: Exercise) -> dict[str, Path]:
    """The reference and every accepted answer: a file that stands for main.py, or a folder."""
    return {"reference": Tree().solutions / exercise.key, **accepted_of(exercise, Tree().accepted)}


def _folder(exercise: Exercise, name: str, tree: Path) -> Path:
    """The answer of that name in a folder of its own below `tree`."""
    answer = _answers(exercise)[name]
    folder = tree / exercise.key
    folder.mkdir(parents=True)
    for path in [answer] if answer.is_file() else sorted(answer.glob("*.py")):
        target = "main.py" if answer.is_file() else path.name
        (folder / target).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def _cases(*numbers: str, apart: tuple[str, ...] = ()) -> list[ParameterSet]:
    return [
        pytest.param(exercise, name, id=f"{exercise.number}-{name}")
        for exercise in EXERCISES
        if not numbers or exercise.number in numbers
        for name in _answers(exercise)
        if name not in apart
    ]


# Left out, aloud


def test_pytest_leaves_them_out_and_says_so(counted: Exercise, python: Command) -> None:
    done = python(*PLAIN, *FILE_ORDER, counted.folder)

    assert "5 failed, 1 deselected" in done.stdout
    assert "Tests with servers, left out without --with-servers: 1\n" in done.stdout


def test_xdist_says_so_too(counted: Exercise, python: Command) -> None:
    done = python("-m", "pytest", "-p", "xdist.plugin", *PLAIN[2:], "-n", "2", counted.folder)

    assert "5 failed" in done.stdout
    assert "Tests with servers, left out without --with-servers: 1\n" in done.stdout


def test_the_runner_leaves_them_out_and_the_screen_says_so(counted: Exercise, runner: Runner) -> None:
    result = _ran(runner, runner.job(counted))

    assert result.apart == ["test_one_is_counted"]
    assert "test_one_is_counted" not in result.tests
    line = Screen().apart([result], "nox -s section9 --")
    assert line is not None
    assert line.plain == "1 test needs a server: nox -s section9 -- --with-servers"


def test_an_address_in_the_environment_is_kept_from_answers(doors: Exercise, python: Command) -> None:
    """A learner's own database is no playground."""
    (doors.folder / "main.py").write_text(
        "import os\nfrom fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/one')\ndef one():\n"
        "    return [os.environ.get('REDIS_URL'), os.environ.get('DATABASE_URL')]\n",
        encoding="utf-8",
    )
    doors.test_file.write_text(
        "import pytest\n\n\n@pytest.mark.task(1)\n@pytest.mark.process\ndef test_hidden(start, served):\n"
        "    assert start().get('/one').json() == served().get('/one').json() == [None, None]\n"
        "    assert start({'REDIS_URL': 'mine'}).get('/one').json() == ['mine', None]\n",
        encoding="utf-8",
    )

    done = python(*PLAIN, doors.folder, env={"REDIS_URL": "redis://her.own", "DATABASE_URL": "postgresql://her.own"})

    assert done.returncode == 0, done.stdout


NOWHERE = {"PATH": "", "REDIS_URL": ""}


def test_pytest_names_what_is_missing(counted: Exercise, python: Command) -> None:
    done = python(*PLAIN, "--with-servers", counted.folder, env=NOWHERE)

    assert done.returncode == 4
    assert "REDIS_URL is not set, and there is no redis-server here" in done.stderr
    assert "apt install redis-server" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "command", [("section", "section6", "6.3"), ("solutions", "6.3"), ("check", "6.3")], ids=" ".join
)
def test_commands_name_what_is_missing(command: tuple[str, ...], python: Command) -> None:
    done = python("-m", "kata", *command, "--with-servers", env=NOWHERE)

    assert done.returncode == 2
    assert "REDIS_URL is not set, and there is no redis-server here" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_that_does_not_answer_is_told_without_its_password() -> None:
    for opened, variable in ((empty_redis, "REDIS_URL"), (empty_database, "DATABASE_URL")):
        with (
            pytest.raises(KataError, match=f"of {variable} cannot be used") as told,
            opened("redis://:hidden-away@127.0.0.1:1/0"),
        ):
            pass
        assert "hidden-away" not in str(told.value)


# Servers come and go


@pytest.mark.servers
def test_each_test_gets_an_empty_database(urls: dict[str, str]) -> None:
    import redis

    with empty_redis(urls["REDIS_URL"]) as first, empty_redis(urls["REDIS_URL"]) as second:
        assert first != second
        redis.Redis.from_url(first).set("a", "1")
    with empty_redis(urls["REDIS_URL"]) as again:
        assert redis.Redis.from_url(again).dbsize() == 0
    with empty_database(urls["DATABASE_URL"]) as one, empty_database(urls["DATABASE_URL"]) as other:
        assert one != other


@pytest.mark.servers
def test_a_database_with_something_in_it_is_not_touched(urls: dict[str, str]) -> None:
    import redis

    with redis.Redis.from_url(f"{urls['REDIS_URL']}/15") as hers:
        hers.set("precious", "1")
        with empty_redis(urls["REDIS_URL"]) as url:
            assert not url.endswith("/15")
        assert hers.get("precious") == b"1"
        hers.delete("precious")


@pytest.mark.servers
@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda end: end.name)
def test_servers_end_with_who_started_them_and_take_their_data_along(end: signal.Signals, tmp_path: Path) -> None:
    code = "from kata.servers import *\nwith addresses(['REDIS_URL']) as urls:\n    print(urls, flush=True), input()"
    env = {name: value for name, value in os.environ.items() if name != "REDIS_URL"}
    owner = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**env, "TMPDIR": str(tmp_path)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert owner.stdout
    assert owner.stdin
    assert b"redis://127.0.0.1:" in owner.stdout.readline()
    started = psutil.Process(owner.pid).children(recursive=True)
    assert "redis-server" in {process.name() for process in started}
    assert list(tmp_path.iterdir()) != []

    owner.send_signal(end)
    owner.wait()

    assert psutil.wait_procs(started, timeout=20)[1] == []
    assert list(tmp_path.iterdir()) == []
    owner.stdin.close()
    owner.stdout.close()


# What the answers do


@pytest.fixture(scope="module")
def left_out(runner: Runner) -> dict[Exercise, list[str]]:
    """The tests of each exercise that are not run without servers."""
    return {exercise: list(_ran(runner, runner.job(exercise)).apart) for exercise in EXERCISES}


@pytest.mark.servers
@pytest.mark.parametrize(("exercise", "name"), _cases())
def test_answers_hold_with_servers(
    exercise: Exercise, name: str, left_out: dict[Exercise, list[str]], runner_with_servers: Runner, tmp_path: Path
) -> None:
    _folder(exercise, name, tmp_path)

    result = _ran(runner_with_servers, runner_with_servers.job(exercise, answers=tmp_path))

    assert result.green, [verdict.test for verdict in result.red_tests] or result.trouble or result.notes
    assert result.apart == []
    assert left_out[exercise]
    assert set(left_out[exercise]) <= set(result.tests)


def _asked(clients: list[httpx.Client], times: int, ask: Callable[[httpx.Client], httpx.Response]) -> Counter[int]:
    """How often each status came back, of many requests at the same time, spread over all clients."""
    with ThreadPoolExecutor(16) as pool:
        statuses = pool.map(lambda n: ask(clients[n % len(clients)]).status_code, range(times))
        return Counter(statuses)


def _two(folder: Path, env: dict[str, str], running: ExitStack) -> list[httpx.Client]:
    """Two processes that serve one answer."""
    servers = [running.enter_context(serve(folder, env)) for _ in range(2)]
    return [running.enter_context(httpx.Client(base_url=server.url, timeout=60)) for server in servers]


@pytest.mark.servers
# A bucket is filled up all the time, so what it lets in is no exact number.
@pytest.mark.parametrize(("exercise", "name"), _cases("6.3", apart=("token_bucket",)))
def test_the_limit_is_exact_over_two_processes(
    exercise: Exercise, name: str, urls: dict[str, str], tmp_path: Path
) -> None:
    """1,000 requests within the minute."""
    folder = _folder(exercise, name, tmp_path)
    with ExitStack() as running:
        redis_url = running.enter_context(empty_redis(urls["REDIS_URL"]))
        clients = _two(folder, {"REDIS_URL": redis_url, "RATE_LIMIT": "300"}, running)
        began = time.monotonic()

        statuses = _asked(clients, 1000, lambda client: client.get("/quotes/1"))

    assert statuses == {200: 300, 429: 700}
    assert time.monotonic() - began < 60, "the machine is too slow for this test: a window has passed"


@pytest.mark.servers
@pytest.mark.parametrize(
    ("exercise", "name", "database"),
    [
        *(pytest.param(*case.values, "postgresql", id=f"{case.id}-postgresql") for case in _cases("6.5")),
        *(pytest.param(*case.values, "sqlite", id=f"{case.id}-sqlite") for case in _cases("6.5")[:1]),
    ],
)
def test_no_order_is_lost_and_no_stock_falls_below_zero(
    exercise: Exercise, name: str, database: str, urls: dict[str, str], tmp_path: Path
) -> None:
    """500 orders at the same time, over two processes, of which 300 can be had."""
    folder = _folder(exercise, name, tmp_path / "answer")
    with ExitStack() as running:
        if database == "postgresql":
            url = running.enter_context(empty_database(urls["DATABASE_URL"]))
        else:
            # Its writers wait for each other without a queue; on a slow disk, five seconds may be too few.
            url = f"sqlite:///{(tmp_path / 'shop.db').as_posix()}?timeout=120"
        first, second = _two(folder, {"DATABASE_URL": url}, running)
        assert first.post("/products", json={"sku": "pin", "stock": 300}).status_code == 201
        order = {"customer": "ada", "lines": [{"sku": "pin", "quantity": 1}]}

        statuses = _asked([first, second], 500, lambda client: client.post("/orders", json=order))

        assert statuses == {201: 300, 409: 200}
        assert second.get("/products/pin").json() == {"sku": "pin", "stock": 0}
        assert len(first.get("/orders").json()) == 300
