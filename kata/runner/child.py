"""The process in which an answer is tested. It reports to the supervisor and to nobody else: `kata.runner.reporter`."""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pytest

from kata.answer import summary_of
from kata.catalogue import ROOT, Exercise
from kata.plugin import take_answers
from kata.runner.limits import limit_memory, stay_on
from kata.runner.orphans import adopt_orphans, end_children, has_children
from kata.runner.pipes import Channel, Output
from kata.runner.protocol import Job, Lines, job_from
from kata.runner.ready import collect, started
from kata.runner.reporter import Reporter
from kata.servers import URLS

TRACE = "trace.log"
"""The file of a run's scratch folder to which the interpreter writes where it is, when it is asked by SIGUSR1."""
SELDOM = (20_000, 20, 20)
"""When garbage is collected: an app that is imported afresh for each test makes many objects, a tenth of its time."""


def run(
    job: Job,
    wanted: Sequence[str] | None,
    channel: Channel,
    scratch: Path,
    session: pytest.Session,
    *,
    forks: bool = False,
) -> None:
    """Run the tests `wanted` (None: all) of `job`, reporting to `channel`; files of the run go to `scratch`.

    They are collected first, unless `session` holds them already.

    `forks` says that this process may fork: that it was forked itself, from a process without threads.
    """
    adopt_orphans()
    os.chdir(ROOT)
    output = Output(scratch / "output.log")
    trace = (scratch / TRACE).open("w", encoding="utf-8")
    if hasattr(faulthandler, "register"):  # for C code that keeps the interpreter, so that no Python thread can look
        faulthandler.register(signal.SIGUSR1, file=trace)
    sys.dont_write_bytecode = False  # the rewritten tests are worth keeping; an answer's bytecode is never written
    os.environ.update(TMPDIR=str(scratch), TMP=str(scratch), TEMP=str(scratch))
    gc.freeze()
    gc.set_threshold(*SELDOM)
    reporter = Reporter(job, wanted, channel, output, forks=forks)
    session.config.pluginmanager.register(reporter, "kata reporter")
    try:
        _play(session, job, reporter)
    except pytest.UsageError as error:
        channel.send(trouble=str(error))
    except Exception as error:
        channel.send(trouble=f"pytest gave up: {summary_of(error)}")
    reporter.running.close()
    if has_children() and (names := end_children()):
        channel.send(note=f"processes were left running: {', '.join(sorted(set(names)))} ({len(names)} in all).")
    channel.send(end=True)


def _play(session: pytest.Session, job: Job, reporter: Reporter) -> None:
    """What pytest's own main does with a session that has been started."""
    config = session.config
    try:
        if not session.items:
            collect(session, Exercise(job.folder))
        take_answers(config, Path(job.answers) if job.answers else None)
        config.option.with_servers = job.servers is not None
        config.stash[URLS] = dict(job.servers or {})
        reporter.choose(config, session.items)
        with contextlib.suppress(pytest.exit.Exception, session.Interrupted):  # the reporter has told why
            config.hook.pytest_runtestloop(session=session)
    finally:
        config.hook.pytest_sessionfinish(session=session, exitstatus=pytest.ExitCode.OK)
        config._ensure_unconfigure()


def main(stdin: IO[bytes], folders: Sequence[str]) -> None:
    """The whole life of a spare process: get warm for the likely `folders`, wait for a line of work, do it, end."""
    from kata.runner.warm import warm_up, warm_up_for

    fd = os.dup(1)
    os.set_inheritable(fd, False)
    channel = Channel(fd)
    warm_up()
    warm_up_for(*map(Path, folders))
    session = started()
    channel.send(ready=True)
    for message in Lines().feed(stdin.readline()):
        limit_memory()
        stay_on(message["cpu"])
        run(job_from(message["job"]), message["wanted"], channel, Path(message["scratch"]), session)
    os._exit(0)


if __name__ == "__main__":
    main(sys.stdin.buffer, sys.argv[1:])
