"""The process that `test_kills.py` kills: it does all that writes something, again and again, as fast as it can.

`python -m checks.kills` waits for a line, forks a child that works until it is killed, and says the child's process id.
The child says the number of each text as soon as it is the learner's file.
"""

from __future__ import annotations

import itertools
import os
import sys
from datetime import UTC, datetime

from kata import history
from kata.cache import Cache, content_of
from kata.cards import Box, flashcards
from kata.catalogue import HOME, Catalogue
from kata.commands.hint import next_hint
from kata.commands.reset import reset
from kata.result import Result
from kata.state import State
from kata.verdict import Outcome, Verdict

EXERCISE = Catalogue().exercises[0]
MAIN = EXERCISE.folder / "main.py"


def hers(number: int) -> bytes:
    """A text of the learner's, different each time, and longer than one write of the system's."""
    return f"# {number}\n{'x = 1  # hers' * 4000}\n".encode()


def work(start: int) -> None:
    revision, stub = history.stub_of(EXERCISE)
    history.stub_of = lambda *_: (revision, stub)  # git takes most of the time, and writes nothing
    cards, state, cache = flashcards([EXERCISE]), State(), Cache()
    editor = HOME / "editor"
    for number in itertools.count(start):
        editor.write_bytes(hers(number))
        editor.replace(MAIN)
        os.write(1, f"{number}\n".encode())  # in one piece, or not at all
        next_hint(EXERCISE, restart=number % 3 == 0)
        Box(state).grade(cards[0], number % 4 + 1, datetime.now(UTC))
        verdict = Verdict("test_one", 1, Outcome.PASSED)
        cache.put(Result(EXERCISE, {"test_one": 1}, verdicts={"test_one": verdict}), content_of(EXERCISE))
        list(reset(EXERCISE))


def main() -> None:
    print("ready", flush=True)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            work(int(line))
        print(f"pid {child}", flush=True)
        os.waitpid(child, 0)
        print("gone", flush=True)


if __name__ == "__main__":
    main()
