"""The process in which an answer is tested. It reports to the supervisor and to nobody else: `kata.runner.reporter`."""

from __future__ import annotations

import faulthandler
import gc
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import pytest
import pytest_timeout
from _pytest.config import _prepareconfig

from kata.catalogue import ROOT, Exercise
from kata.lean import LEAN
from kata.runner.limits import limit_memory, stay_on
from kata.runner.orphans import adopt_orphans, end_children, has_children
from kata.runner.pipes import Channel, Output
from kata.runner.protocol import Job, Lines, job_from
from kata.runner.reporter import Reporter
from kata.servers import URLS

TRACE = "trace.log"
"""The file of a run's scratch folder to which the interpreter writes where it is, when it is asked by SIGUSR1."""
_ARGUMENTS = (*LEAN, "-s", "-o", "timeout=0")


def configured() -> pytest.Config:
    """pytest with its settings and plugins read, before it knows what to run: a third of its start, done ahead."""
    os.chdir(ROOT)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    place = ["-c", str(ROOT / "pyproject.toml"), "--rootdir", str(ROOT)]
    return _prepareconfig([*place, *_ARGUMENTS], plugins=[pytest_timeout])


def run(
    job: Job,
    wanted: Sequence[str] | None,
    channel: Channel,
    scratch: Path,
    config: pytest.Config,
    *,
    forks: bool = False,
) -> None:
    """Run the tests `wanted` (None: all) of `job`, reporting to `channel`; files of the run go to `scratch`.

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
    config.args, config.args_source = [str(Exercise(job.folder).test_file)], pytest.Config.ArgsSource.ARGS
    config.option.answers = job.answers
    config.option.with_servers = job.servers is not None
    config.stash[URLS] = dict(job.servers or {})
    reporter = Reporter(job, wanted, channel, output, forks=forks)
    config.pluginmanager.register(reporter, "kata reporter")
    try:
        code = config.hook.pytest_cmdline_main(config=config)
    except pytest.UsageError as error:
        channel.send(trouble=str(error))
    else:
        if code == pytest.ExitCode.INTERNAL_ERROR:
            said = output.since_mark().strip().splitlines() or ["it did not say why"]
            channel.send(trouble=f"pytest gave up: {said[-1]}")
    reporter.running.close()
    if has_children() and (names := end_children()):
        channel.send(note=f"processes were left running: {', '.join(sorted(set(names)))} ({len(names)} in all).")
    channel.send(end=True)


def main(stdin: IO[bytes]) -> None:
    """The whole life of a spare process: get warm, wait for one line with the work, do it, end."""
    from kata.runner.warm import warm_up, warm_up_for_all

    fd = os.dup(1)
    os.set_inheritable(fd, False)
    channel = Channel(fd)
    warm_up()
    warm_up_for_all()
    config = configured()
    channel.send(ready=True)
    for message in Lines().feed(stdin.readline()):
        limit_memory()
        stay_on(message["cpu"])
        run(job_from(message["job"]), message["wanted"], channel, Path(message["scratch"]), config)
    os._exit(0)


if __name__ == "__main__":
    main(sys.stdin.buffer)
