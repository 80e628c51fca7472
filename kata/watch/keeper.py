"""`python -m kata.watch.keeper COMMAND …` runs a command until its own standard input ends, and leaves nothing of it.

Whoever started it may be killed at any moment: that ends the input as well.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading

from kata.runner.orphans import end_tree


def main() -> None:
    with subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL) as process:
        threading.Thread(target=_until_the_end, args=(process.pid,), daemon=True).start()
        process.wait()


def _until_the_end(pid: int) -> None:
    with contextlib.suppress(OSError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    end_tree(pid)


if __name__ == "__main__":
    main()
