"""Killed at any moment: no file of the learner's is lost or half, and what is remembered can be read.

KATA_KILLS says how often; 1,000 take some minutes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from checks.kills import hers
from checks.support import SAMPLES, committed
from kata.catalogue import ROOT

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX's")

KILLS = int(os.environ.get("KATA_KILLS", "40"))


def test_a_kill_at_any_moment(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES, tmp_path / "exercises" / SAMPLES.name, ignore=shutil.ignore_patterns("__pycache__"))
    committed(tmp_path, "A set")
    main = tmp_path / "exercises" / SAMPLES.name / "ex01_doors" / "main.py"
    stub, mode = main.read_bytes(), main.stat().st_mode
    kept = tmp_path / ".kata"
    backups = kept / "backups" / SAMPLES.name / "ex01_doors"
    chance = random.Random(9)
    with worker(tmp_path) as process:
        for kill in range(1, KILLS + 1):
            said = worked(process, kill * 1_000_000, 0.1 * chance.random())

            texts = [path.read_bytes() for path in [main, *backups.glob("[!.]*")]]
            whole = {text: text.partition(b"\n")[0] for text in texts if text == stub or text == hers(number_in(text))}
            assert len(whole) == len(set(texts)), "every text of hers is whole"
            assert {b"# %d" % number for number in said} <= set(whole.values()), "and is in her file or in a backup"
            assert main.stat().st_mode == mode
            if (kept / "state.json").exists():
                assert json.loads((kept / "state.json").read_text(encoding="utf-8")).keys() <= {"hints", "cards"}
            for path in (kept / "results").glob("*.json"):
                json.loads(path.read_text(encoding="utf-8"))
            for path in backups.glob("[!.]*"):
                path.unlink()
        for path in tmp_path.rglob(".*.part"):
            os.utime(path, (0, 0))  # as if it had been left a while ago
        worked(process, 0, 1)
    assert [path for path in tmp_path.rglob(".*.part") if path.stat().st_mtime == 0] == []


@contextmanager
def worker(home: Path) -> Iterator[subprocess.Popen[str]]:
    """The process of `checks/kills.py` on a set, ready."""
    process = subprocess.Popen(
        [sys.executable, "-m", "checks.kills"],
        cwd=ROOT,
        env={**os.environ, "KATA_EXERCISES": str(home)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdin
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield process
        process.stdin.close()


def worked(process: subprocess.Popen[str], start: int, seconds: float) -> set[int]:
    """Let it work for a while, and kill it: the numbers of the texts that it has put into the learner's file."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(f"{start}\n")
    process.stdin.flush()
    said = [process.stdout.readline().strip(), process.stdout.readline().strip()]
    pid = next(line for line in said if line.startswith("pid ")).removeprefix("pid ")
    time.sleep(seconds)
    os.kill(int(pid), signal.SIGKILL)
    while (line := process.stdout.readline().strip()) != "gone":
        said.append(line)
    return {int(line) for line in said if line.isdigit()}


def number_in(text: bytes) -> int:
    """The number of a text of the learner's, which stands in its first line; -1 for another text."""
    first = text.partition(b"\n")[0].removeprefix(b"# ")
    return int(first) if first.isdigit() else -1
