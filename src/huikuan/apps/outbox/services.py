"""Promises work, hands it out, and marks it done: each job once, whatever is killed meanwhile (docs/decisions/0003).

    enqueue ──> waiting ──claim──> running ──finish──> done ──prune──> gone
                  ^  ^               │ │
                  │  └─ give_back ───┘ ├── fail, attempts left ──> waiting, later
                  │                    └── fail, none left ──> dead
                  └───────────────── retry_dead ──────────────────┘

Every mark on a running job names the worker and the attempt: whoever lost the lease changes nothing any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, QuerySet

from huikuan.apps.audit.errors import Refused
from huikuan.apps.outbox.models import Job
from huikuan.gateways import chance, clock

UNKNOWN, LOST, UNSURE = "unknown_name", "worker_lost", "perhaps_sent"  # a last_error that nothing raised
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=10), timedelta(hours=1)
_PART = 1_000


class LeaseLost(Exception):  # noqa: N818 - an answer, not a fault
    """The job is somebody else's by now, or was decided without us; what was done for it is to be undone."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A job in the hands of one worker; ``attempt`` is the fence."""

    job_id: int
    name: str
    payload: dict[str, Any]
    worker: str
    attempt: int
    attempts_left: int


def enqueue(name: str, payload: Mapping[str, Any], *, key: str | None = None, run_at: datetime | None = None) -> None:
    """Promise work in the caller's transaction; a ``key`` that is there already changes nothing.

    A key stays taken until its job is pruned. Payloads hold ids and figures, no words about people.
    """
    assert connection.in_atomic_block, "work is promised in the transaction that makes it necessary"
    reaction = settings.REACTIONS.get(name)
    job = Job(
        name=name,
        key=key,
        payload=dict(payload),
        run_at=run_at or clock.now(),
        created_at=clock.now(),
        attempts_left=reaction.attempts if reaction else 1,
    )
    Job.objects.bulk_create([job], ignore_conflicts=key is not None)


def claim(worker: str, *, lease: timedelta) -> Claim | None:
    """Take the next job that is due, those of lost workers first; nothing when there is none.

    Looking costs no lock: on SQLite only a worker that has seen a job asks for the one write lock.
    """
    now = clock.now()
    if not (_left_behind(now).exists() or _due(now).exists()):
        return None
    with transaction.atomic():
        # SQLite knows no row locks and needs none: the transaction is alone.
        for jobs in (_left_behind(now), _due(now)):
            job = jobs.select_for_update(skip_locked=True).first()
            if job is not None:
                return _taken(job, worker, until=clock.now() + lease)
    return None


def _taken(job: Job, worker: str, *, until: datetime) -> Claim | None:
    moved = Job.objects.filter(pk=job.pk, state=job.state, attempt=job.attempt).update(
        state=Job.RUNNING,
        worker=worker,
        lease_until=until,
        attempt=job.attempt + 1,
        attempts_left=job.attempts_left - 1,
    )
    return Claim(job.pk, job.name, job.payload, worker, job.attempt + 1, job.attempts_left - 1) if moved else None


def _due(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state=Job.WAITING, run_at__lte=now, name__in=settings.REACTIONS).order_by("run_at", "id")


def _expired(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(state=Job.RUNNING, lease_until__lt=now)


def _left_behind(now: datetime) -> QuerySet[Job]:
    """Return the jobs of lost workers that somebody else may try."""
    return _expired(now).filter(attempts_left__gt=0, sending_at=None, name__in=settings.REACTIONS).order_by("id")


@dataclass(frozen=True, slots=True)
class Buried:
    """A job that was found hopeless, and why."""

    job_id: int
    name: str
    error: str


def bury_hopeless() -> list[Buried]:
    """Mark dead what nobody may try: names that are unknown, attempts used up, perhaps sent."""
    now = clock.now()
    waiting = Job.objects.filter(state=Job.WAITING, run_at__lte=now)
    found = {
        UNKNOWN: waiting.exclude(name__in=settings.REACTIONS),
        UNSURE: _expired(now).exclude(sending_at=None),
        LOST: _expired(now).filter(sending_at=None, attempts_left=0),
    }
    buried: list[Buried] = []
    for error, jobs in found.items():
        if not jobs.exists():
            continue
        with transaction.atomic():  # a row that its worker is just finishing is left to it
            taken = list(jobs.select_for_update(skip_locked=True).values_list("pk", "name")[:_PART])
            Job.objects.filter(pk__in=[number for number, _ in taken]).update(**_dead(error))
        buried += [Buried(number, name, error) for number, name in taken]
    return buried


def _dead(error: str) -> dict[str, Any]:
    return {"state": Job.DEAD, "lease_until": None, "finished_at": clock.now(), "last_error": error}


def _held(claimed: Claim) -> QuerySet[Job]:
    return Job.objects.filter(pk=claimed.job_id, state=Job.RUNNING, worker=claimed.worker, attempt=claimed.attempt)


def finish(claimed: Claim) -> None:
    """Mark the job done.

    Raises: LeaseLost, when it is not the claim's any more.
    """
    _require_held(_held(claimed).update(state=Job.DONE, lease_until=None, finished_at=clock.now(), last_error=""))


def mark_sending(claimed: Claim) -> None:
    """Say that from now on something may have left the house.

    Raises: LeaseLost, when the job is not the claim's any more.
    """
    _require_held(_held(claimed).update(sending_at=clock.now()))


def _require_held(moved: int) -> None:
    if not moved:
        raise LeaseLost


def extend_lease(claimed: Claim, *, lease: timedelta) -> bool:
    """Keep the job for another lease; False when it is not the claim's any more."""
    return bool(_held(claimed).update(lease_until=clock.now() + lease))


def give_back(claimed: Claim) -> None:
    """Let somebody else do it, as if it had not been tried."""
    _held(claimed).update(state=Job.WAITING, worker="", lease_until=None, attempts_left=F("attempts_left") + 1)


def fail(claimed: Claim, error: str) -> Literal["again", "dead", "lost"]:
    """Note that the attempt failed: try again after a pause, or never when no attempt is left."""
    if claimed.attempts_left:
        again_at = clock.now() + pause_after(claimed.attempt)
        outcome = {"state": Job.WAITING, "run_at": again_at, "lease_until": None, "sending_at": None}
        return "again" if _held(claimed).update(**outcome, worker="", last_error=error) else "lost"
    return "dead" if _held(claimed).update(**_dead(error)) else "lost"


def bury_unsure(claimed: Claim) -> None:
    """Mark dead what perhaps left the house: sending it twice is for a person to decide."""
    _held(claimed).update(**_dead(UNSURE))


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after a failed attempt: 10 s, 20 s, 40 s … 1 h, each half to one and a half times."""
    doubled = FIRST_PAUSE * 2.0 ** min(attempt - 1, 20)
    return min(doubled, LONGEST_PAUSE) * (0.5 + chance.fraction())


def retry_dead(job_id: int) -> dict[str, Any]:
    """Let a dead job be tried again from the start; returns its name and what it died of.

    Raises: Refused job_not_dead.
    """
    dead = Job.objects.filter(pk=job_id, state=Job.DEAD)
    job = dead.first()
    if job is None:
        raise Refused("job_not_dead", job=job_id)
    reaction = settings.REACTIONS.get(job.name)
    moved = dead.update(
        state=Job.WAITING,
        run_at=clock.now(),
        attempts_left=reaction.attempts if reaction else 1,
        sending_at=None,
        finished_at=None,
    )
    if not moved:
        raise Refused("job_not_dead", job=job_id)
    return {"name": job.name, "last_error": job.last_error}


def prune(*, older_than: timedelta) -> int:
    """Forget what was done longer ago, a part at a time so that nobody waits; dead jobs stay until somebody decides."""
    finished = Job.objects.filter(state=Job.DONE, finished_at__lt=clock.now() - older_than).order_by("id")
    pruned = 0
    while numbers := list(finished.values_list("pk", flat=True)[:_PART]):
        pruned += Job.objects.filter(pk__in=numbers).delete()[0]
    return pruned
