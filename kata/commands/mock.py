"""The mock interview: one spec, one empty file, 21 minutes, and the tests at each save."""

from __future__ import annotations

import argparse
import contextlib
import queue
import sys
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack, closing

from kata import history
from kata.catalogue import Catalogue, Exercise, shown
from kata.commands.reset import reset
from kata.errors import KataError
from kata.mock import Clock, Interview, trained
from kata.readme import read
from kata.result import Result
from kata.runner.client import Runner
from kata.screen import Screen

NAME = "mock_build"
"""The exercise that is built against the clock."""
Actions = queue.Queue[Callable[[], None]]
"""What other threads want to have done in this one."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--restart", action="store_true", help="begin again, with the whole time")
    either.add_argument("--end", action="store_true", help="end it now, and say how it went")


def run(options: argparse.Namespace) -> int:
    exercise = Catalogue().exercise(NAME)
    trained(read(exercise).requirements)  # before the clock runs, not when it has run out
    clock = Clock(read(exercise).minutes * 60)
    interview = Interview(exercise, clock, Screen())
    if options.end:
        return _end(interview)
    terminal = sys.stdout.isatty() and sys.stdin.isatty()
    fresh = options.restart or clock.started is None
    if fresh:
        _offer_stub(interview, terminal)
        clock.start()
    interview.begin(fresh=fresh)
    return _live(interview) if terminal else _once(interview)


def _end(interview: Interview) -> int:
    if interview.clock.started is None:
        raise KataError("No mock is running.", "`nox -s mock` starts one.")
    _judge(interview)
    interview.screen.show(*interview.summary())
    interview.clock.forget()
    return 0 if interview.result and interview.result.green else 1


def _once(interview: Interview) -> int:
    """Where nobody watches: one run and its result."""
    green = interview.heard(_judge(interview))
    interview.screen.show(*interview.summary())
    if green:
        interview.clock.forget()
    return 0 if green else 1


def _judge(interview: Interview) -> Result:
    with Runner(workers=1) as runner:
        for _, result, event in runner.run([runner.job(interview.exercise)]):
            if event["event"] == "ended":
                interview.result = result
    assert interview.result
    return interview.result


def _live(interview: Interview) -> int:
    """Run the tests at each save, until all are green or the learner stops it."""
    from kata.watch.engine import Engine, News  # a run without a terminal needs no watching
    from kata.watch.files import Files

    exercise = interview.exercise
    actions: Actions = queue.Queue()
    told: deque[Result | str] = deque()

    def heard(_: Exercise, news: News, result: Result | None) -> None:
        if news is News.ENDED and result:
            told.append(result)

    with ExitStack() as stack:
        engine = stack.enter_context(closing(Engine(actions.put, heard, told.append)))
        files = Files(
            exercise.folder,
            lambda _: actions.put(lambda: engine.saved(exercise, now=True)),
            lambda words: actions.put(lambda: told.append(words)),
        )
        files.start()
        stack.callback(files.close)
        engine.listen()
        engine.run(exercise)
        try:
            _follow(interview, actions, told)
        except KeyboardInterrupt:
            # First the words: nox waits a quarter of a second, then it ends this process.
            interview.screen.show("", *interview.summary())
            interview.screen.show("", "The clock goes on: `nox -s mock` comes back, `nox -s mock -- --end` ends it.")
            return 1
    return 0


def _follow(interview: Interview, actions: Actions, told: deque[Result | str]) -> None:
    """Show what comes in until all is green."""
    while True:
        interview.tick()
        with contextlib.suppress(queue.Empty):
            actions.get(timeout=1)()
        while told:
            news = told.popleft()
            if isinstance(news, str):
                interview.screen.show(news)
            elif interview.heard(news):
                interview.screen.show(*interview.summary())
                interview.clock.forget()
                return


def _offer_stub(interview: Interview, terminal: bool, ask: Callable[[str], str] = input) -> None:
    """Begin from the stub, if she wants to; what she has written is kept in a backup."""
    exercise = interview.exercise
    try:
        _, stub = history.stub_of(exercise)
    except KataError:
        return  # no clone, no stub to go back to
    if all(path.is_file() and path.read_bytes() == text for path, text in stub.items()):
        return
    if not terminal:
        back = f"nox -s reset -- {exercise.number}"
        interview.screen.line(f"{shown(exercise.folder / 'main.py')} is not the stub. To begin from it: {back}")
        return
    try:
        typed = ask("main.py is not the stub. Begin from the stub, with yours kept in a backup? [Y/n] ")
    except EOFError:
        typed = "n"
    if typed.strip().lower() in ("", "y", "yes"):
        for line in reset(exercise):
            interview.screen.line(line)
