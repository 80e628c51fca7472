"""Notices which exercises were changed, whatever the editor does to save: write, rename, or delete and write anew."""

from __future__ import annotations

import contextlib
import os
import platform
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

import watchfiles

from kata.catalogue import Exercise
from kata.watch.bell import Bell

QUIET = 1
"""Millisecond without a change after which changes are told. A save that pauses for longer is two, and both count."""
STEP = 10
"""The same where no bell wakes us, so that every step costs a little all the time."""
MOST = 200
"""Most milliseconds that changes are gathered when there is no quiet."""
SOON = 50
"""Milliseconds in which watchfiles knows what the bell has rung for."""
ROUND = 2.0
"""Seconds after which it is looked whether the folder is still the same, and whether we should end."""


class Files:
    """Watches a tree of exercises in a thread of its own. `changed` is called there, and so is `failed`.

    What `changed` is given are the exercises that have changed; nothing, if it may be any of them.
    """

    def __init__(
        self, folder: Path, changed: Callable[[Collection[Exercise]], None], failed: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._changed = changed
        self._failed = failed
        self._stop = threading.Event()
        self._bell: Bell | None = None
        self._thread = threading.Thread(target=self._watch, name="kata files", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        with contextlib.suppress(OSError):
            if self._bell:
                self._bell.stop()
        self._thread.join(ROUND)

    def _watch(self) -> None:
        polling = False  # unless watchfiles itself does so
        while not self._stop.is_set():
            try:
                self._follow(self._folder.stat().st_ino, polling)
            except FileNotFoundError:  # such as between two branches
                self._stop.wait(ROUND / 4)
            except (OSError, RuntimeError) as error:
                if polling:
                    self._failed(f"{self._folder} is not watched any more ({error}); press r after a save.")
                    return
                polling = True  # such as a system that has no more watches to give
                self._failed(f"The system does not tell of changes ({error}); they are looked for now and then.")

    def _follow(self, inode: int, polling: bool) -> None:
        """Until we should end, or the folder is another one."""
        self._bell = None if polling else _bell(self._folder)
        try:
            batches = self._batches(polling)
            next(batches, [])  # from now on nothing is missed
            self._changed(())
            for batch in batches:
                if batch:
                    exercises = {Exercise.of(path) for path in batch}
                    self._changed(() if None in exercises else {each for each in exercises if each})
                if self._stop.is_set():
                    return
                if self._folder.stat().st_ino != inode:
                    raise FileNotFoundError(self._folder)
        finally:
            if self._bell:
                bell, self._bell = self._bell, None
                bell.close()

    def _batches(self, polling: bool) -> Iterator[list[Path]]:
        """What has changed, again and again; nothing after a while without a change."""
        bell = self._bell
        changes = watchfiles.watch(
            self._folder,
            watch_filter=lambda _, name: _matters(Path(name)),
            debounce=MOST,
            step=QUIET if bell else STEP,
            rust_timeout=SOON if bell else int(ROUND * 1000),
            yield_on_timeout=True,
            stop_event=self._stop,
            raise_interrupt=False,
            force_polling=polling or None,
        )
        for batch in changes:
            yield [Path(name) for _, name in batch]
            while bell:
                complete = bell.wait(ROUND)
                yield [path for path in complete or () if _matters(path)]
                if complete is not None:
                    break  # and now for all that has changed


def _matters(path: Path) -> bool:
    """Whether it is a file of ours, and not one that Python or an editor keeps beside it."""
    return "__pycache__" not in path.parts and not path.name.endswith(("~", ".swp", ".swx", ".part"))


def _bell(folder: Path) -> Bell | None:
    """Where watchfiles polls, on Windows' own disks below Linux too, no bell rings for what it finds."""
    if os.environ.get("WATCHFILES_FORCE_POLLING") or "microsoft" in platform.release().lower():
        return None
    try:
        return Bell(folder)
    except OSError:
        return None
