"""Workers kept running, each a process of its own: for ``huikuan worker --workers`` and ``huikuan serve --worker``.

One that was killed gets a successor. One that dies young, because the database is gone or the program is broken, is
followed later and later (R-221).
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from typing import TYPE_CHECKING

from huikuan.gateways import clock

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

LOOK_SECONDS = 0.5  # between two looks whether a worker process has gone
SETTLED_SECONDS, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 30.0, 1.0, 60.0


def keep_running(workers: int, asked: threading.Event) -> None:
    """Keep so many workers until asked to stop; then let each end what it has in hand."""
    places = [_Place() for _number in range(workers)]
    while not asked.wait(LOOK_SECONDS):
        for place in places:
            place.look()
    for place in places:
        place.worker.terminate()
    for place in places:
        place.worker.join()


def next_pause(lived: float, before: float) -> float:
    """Return for how many seconds a place stays empty whose worker lived so long, after a pause of ``before``."""
    if lived >= SETTLED_SECONDS or not before:
        return FIRST_PAUSE_SECONDS
    return min(2 * before, LONGEST_PAUSE_SECONDS)


class _Place:
    """A worker and its successors."""

    def __init__(self) -> None:
        self.pause = 0.0
        self._start()

    def _start(self) -> None:
        self.worker = _started()
        self.began = clock.stopwatch()
        self.free_since: float | None = None

    def look(self) -> None:
        """Fill the place again when its worker has gone and the pause is over."""
        if self.worker.is_alive():
            return
        now = clock.stopwatch()
        if self.free_since is None:
            self.pause, self.free_since = next_pause(now - self.began, self.pause), now
        if now - self.free_since >= self.pause:
            self._start()


def _started() -> SpawnProcess:
    # Spawned, not forked: Polars' threads and database connections do not survive a fork.
    worker = multiprocessing.get_context("spawn").Process(target=_worker_process, args=(os.getpid(),))
    worker.start()
    return worker


def _worker_process(parent: int) -> None:
    from huikuan.cli.memory import open_memory
    from huikuan.cli.speech import choose_language, terminal_language
    from huikuan.cli.worker import work_here

    choose_language(terminal_language(os.environ))
    open_memory()
    work_here(once=False, parent=parent)
