"""Does the work that was promised, one job at a time, until it is told to stop.

What is short runs in the transaction that marks it done and holds the job's row; what is slow holds a lease, which a
heartbeat on a connection of its own extends. A worker may be killed at any moment.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from django.conf import settings
from django.db import Error, OperationalError, connection, transaction
from django.utils.module_loading import import_string

from huikuan.apps.outbox.reactions import PerhapsSent
from huikuan.apps.outbox.schedules import enqueue_due
from huikuan.apps.outbox.services import (
    Claim,
    LeaseLost,
    bury_hopeless,
    bury_unsure,
    claim,
    extend_lease,
    fail,
    finish,
    give_back,
    mark_sending,
)
from huikuan.gateways import clock

Outcome = Literal["done", "again", "dead", "given_back", "lost"]
Effect = Callable[[dict[str, Any]], None]
IDLE_SECONDS = 1.0  # between two looks at an empty table
_ERROR_SIGNS = 2_000  # of an error that are kept


class GivenBack(BaseException):
    """Interrupts a job whose worker must stop now; not an Exception, so that no job takes it for its own."""


@dataclass
class Stopping:
    """Whether the worker was asked to stop. The job in hand has ``grace`` to end, then it is given back."""

    grace: timedelta
    asked: threading.Event = field(default_factory=threading.Event)
    _may_interrupt: bool = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Take SIGTERM and SIGINT as the wish to stop; in the main thread only."""
        answers = {signal.SIGTERM: self._ask, signal.SIGINT: self._ask, signal.SIGALRM: self._interrupt}
        before = {number: signal.signal(number, answer) for number, answer in answers.items()}
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)  # else it rings while Python shuts down, and ends us as an error
            for number, answer in before.items():
                signal.signal(number, answer)

    def _ask(self, *_: object) -> None:
        if not self.asked.is_set():  # a second wish does not shorten the grace
            self.asked.set()
            # Rung again each second: the first may fall where nothing may be interrupted.
            signal.setitimer(signal.ITIMER_REAL, max(self.grace.total_seconds(), 0.001), 1)

    def _interrupt(self, *_: object) -> None:
        if self._may_interrupt:
            self._may_interrupt = False
            raise GivenBack

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """Let what is inside be interrupted when the grace has passed."""
        self._may_interrupt = True
        try:
            yield
        finally:
            self._may_interrupt = False


@dataclass(frozen=True, slots=True)
class Done:
    """A job that left a worker's hands, and how."""

    job_id: int
    name: str
    outcome: Outcome
    seconds: float = 0.0
    error: str = ""


def serve(name: str, *, stopping: Stopping, tell: Callable[[Done], None], once: bool = False) -> None:
    """Work until asked to stop; with ``once`` until nothing is due. A database that is away for a while is awaited."""
    looked_at = None
    while not stopping.asked.is_set():
        try:
            if looked_at is None or clock.stopwatch() - looked_at > IDLE_SECONDS:
                looked_at = clock.stopwatch()
                enqueue_due()
                for buried in bury_hopeless():
                    tell(Done(buried.job_id, buried.name, "dead", error=buried.error))
            claimed = claim(name, lease=settings.JOB_LEASE)
            if claimed is not None:
                tell(work_off(claimed, stopping=stopping))
            elif once:
                return
            else:
                stopping.asked.wait(IDLE_SECONDS)
        except Error:
            if once:
                raise
            connection.close()  # what was in hand comes back when its lease ends
            stopping.asked.wait(IDLE_SECONDS)


def work_off(claimed: Claim, *, stopping: Stopping) -> Done:
    """Try one job and leave it in the state that its outcome asks for."""
    began = clock.stopwatch()
    outcome, error = _tried(claimed, stopping)
    return Done(claimed.job_id, claimed.name, outcome, clock.stopwatch() - began, error)


def _tried(claimed: Claim, stopping: Stopping) -> tuple[Outcome, str]:
    reaction = settings.REACTIONS[claimed.name]
    try:
        _BY_KIND[reaction.kind](claimed, import_string(reaction.function), stopping)
    except LeaseLost:
        return "lost", ""
    except GivenBack:
        give_back(claimed)
        return "given_back", ""
    except PerhapsSent as unsure:
        bury_unsure(claimed)
        return "dead", str(unsure)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"[:_ERROR_SIGNS]
        return fail(claimed, said), said
    return "done", ""


def _in_its_transaction(claimed: Claim, effect: Effect, stopping: Stopping) -> None:
    with stopping.interrupting(), transaction.atomic():
        # Marked first: the row is ours until the end, so that nobody claims it, and unmarked if the effect fails.
        finish(claimed)
        effect(claimed.payload)


def _repeatably(claimed: Claim, effect: Effect, stopping: Stopping) -> None:
    with _lease_kept(claimed), stopping.interrupting():
        effect(claimed.payload)
    finish(claimed)


def _outside(claimed: Claim, effect: Effect, _: Stopping) -> None:
    mark_sending(claimed)
    with _lease_kept(claimed):
        effect(claimed.payload)
    finish(claimed)


_BY_KIND = {"database": _in_its_transaction, "repeatable": _repeatably, "outside": _outside}


@contextmanager
def _lease_kept(claimed: Claim) -> Iterator[None]:
    over = threading.Event()
    heartbeat = threading.Thread(target=_beat, args=(claimed, over), daemon=True)
    heartbeat.start()
    try:
        yield
    finally:
        over.set()
        heartbeat.join()


def _beat(claimed: Claim, over: threading.Event) -> None:
    lease: timedelta = settings.JOB_LEASE
    try:
        while not over.wait(lease.total_seconds() / 4):
            try:
                if not extend_lease(claimed, lease=lease):
                    return
            except OperationalError:
                connection.close()  # the next beat tries again; the fence holds if none comes in time
    finally:
        connection.close()
