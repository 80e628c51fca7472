"""Notices which exercises were changed, whatever the editor does to save: write, rename, or delete and write anew."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection
from pathlib import Path

import watchfiles

from kata.catalogue import Exercise

STEP = 5
"""Milliseconds of quiet after which changes are told. Two writes of one save are two changes, and the second counts."""
DEBOUNCE = 200
"""Most milliseconds that changes are gathered when there is no quiet."""


class Files:
    """Watches a tree of exercises in a thread of its own."""

    def __init__(
        self, folder: Path, changed: Callable[[Collection[Exercise]], None], failed: Callable[[str], None]
    ) -> None:
        self._folder = folder
        self._changed = changed
        self._failed = failed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="kata files", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(2)

    def _watch(self) -> None:
        polling: bool | None = None  # as WATCHFILES_FORCE_POLLING says
        while not self._stop.is_set():
            try:
                self._follow(polling)
                return
            except (OSError, RuntimeError) as error:
                if polling or not self._folder.is_dir():
                    self._failed(f"{self._folder} is not watched any more ({error}); press r after a save.")
                    return
                polling = True  # such as a system that has no more watches to give
                self._failed(f"The system does not tell of changes ({error}); they are looked for now and then.")

    def _follow(self, polling: bool | None) -> None:
        changes = watchfiles.watch(
            self._folder,
            watch_filter=lambda _, path: "__pycache__" not in path and not path.endswith(("~", ".swp", ".swx")),
            step=STEP,
            debounce=DEBOUNCE,
            stop_event=self._stop,
            rust_timeout=1000,
            raise_interrupt=False,
            force_polling=polling,
        )
        for batch in changes:
            exercises = {exercise for _, path in batch if (exercise := Exercise.of(Path(path)))}
            if exercises:
                self._changed(exercises)
