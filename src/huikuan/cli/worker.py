"""``huikuan worker``: does promised work, in one process or several, until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from huikuan.cli.faults import DONE, DONE_WITH_PROBLEMS
from huikuan.cli.jobs import told_error
from huikuan.cli.memory import open_memory
from huikuan.cli.speech import N_, _
from huikuan.cli.worker_processes import LOOK_SECONDS, keep_running
from huikuan.gateways import clock
from huikuan.gateways.processes import this_process

if TYPE_CHECKING:
    from huikuan.apps.outbox.worker import Done

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
    return work_here(once=once)


def work_here(*, once: bool, parent: int | None = None) -> int:
    """Work in this process; ends with ``parent``, the process that keeps it, where one is named."""
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
        over.wait(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _in_processes(workers: int) -> int:
    asked = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: asked.set())
    keep_running(workers, asked)
    return DONE
