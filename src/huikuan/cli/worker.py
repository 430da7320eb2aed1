"""``huikuan worker``: does promised work, in one process or several, until it is told to stop."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huikuan.cli.faults import DONE, DONE_WITH_PROBLEMS
from huikuan.cli.jobs import told_error
from huikuan.cli.memory import open_memory
from huikuan.cli.speech import N_, _
from huikuan.gateways import clock
from huikuan.gateways.processes import this_process

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

    from huikuan.apps.outbox.worker import Done

_LOOK_SECONDS = 0.5  # between two looks whether a worker process has gone
OUTCOMES = {
    "done": N_("finished"),
    "again": N_("failed, will be tried again"),
    "dead": N_("failed, needs a person"),
    "given_back": N_("given back"),
    "lost": N_("taken over by another worker"),
}


@dataclass
class _Teller:
    """Prints one line for each job and remembers whether any failed."""

    has_failed: bool = False
    told: int = 0

    def __call__(self, done: Done) -> None:
        self.told += 1
        self.has_failed = self.has_failed or done.outcome in {"again", "dead"}
        line = _("{time}  job {id} {name}: {outcome} ({seconds} s)").format(
            time=clock.now().astimezone().strftime("%H:%M:%S"),
            id=done.job_id,
            name=done.name,
            outcome=_(OUTCOMES[done.outcome]),
            seconds=f"{done.seconds:.1f}",
        )
        print(f"{line}  {told_error(done.error)}".rstrip(), flush=True)


def work(*, once: bool, workers: int) -> int:
    """Work until asked to stop; with ``once`` until nothing is due, then 1 when a job failed."""
    open_memory()
    from huikuan.apps.outbox.schedules import name_schedules

    name_schedules()
    if workers > 1 and not once:
        return _in_processes(workers)
    return _in_this_process(once=once)


def _in_this_process(*, once: bool, parent: int | None = None) -> int:
    from django.conf import settings

    from huikuan.apps.outbox.worker import Stopping, serve

    stopping, tell = Stopping(grace=settings.JOB_GRACE), _Teller()
    if parent is not None:
        threading.Thread(target=_stop_without, args=(parent,), daemon=True).start()
    name = this_process()
    if once:
        with stopping.listening():
            serve(name, stopping=stopping, tell=tell, once=True)
        if not tell.told:
            print(_("Nothing is due."))
        return DONE_WITH_PROBLEMS if tell.has_failed else DONE
    with stopping.listening():
        print(_("Worker {name} is ready; Ctrl-C stops it when the job in hand is done.").format(name=name), flush=True)
        serve(name, stopping=stopping, tell=tell)
    print(_("Worker {name} has stopped.").format(name=name), flush=True)
    return DONE


def _stop_without(parent: int) -> None:
    """Stop this process when the one that started it has gone: nobody else would."""
    over = threading.Event()
    while os.getppid() == parent:
        over.wait(_LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _in_processes(workers: int) -> int:
    """Keep so many workers running, each a process of its own; one that was killed gets a successor."""
    asked = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: asked.set())
    running = [_started() for _number in range(workers)]
    while not asked.wait(_LOOK_SECONDS):
        running = [worker if worker.is_alive() else _started() for worker in running]
    for worker in running:
        worker.terminate()
    for worker in running:
        worker.join()
    return DONE


def _started() -> SpawnProcess:
    # Spawned, not forked: Polars' threads and database connections do not survive a fork.
    worker = multiprocessing.get_context("spawn").Process(target=_worker_process, args=(os.getpid(),))
    worker.start()
    return worker


def _worker_process(parent: int) -> None:
    from huikuan.cli.speech import choose_language, terminal_language

    choose_language(terminal_language(os.environ))
    open_memory()
    _in_this_process(once=False, parent=parent)
