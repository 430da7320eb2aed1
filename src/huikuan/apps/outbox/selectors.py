"""Answers about promised work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.apps.outbox.models import Job

STATES = (Job.WAITING, Job.RUNNING, Job.DONE, Job.DEAD)


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as an operator sees it; never its payload."""

    id: int
    name: str
    state: str
    run_at: datetime
    attempt: int
    attempts_left: int
    last_error: str


def newest_jobs(*, states: tuple[str, ...] = STATES, limit: int) -> list[JobRow]:
    """Return the newest jobs in these states, the newest first."""
    rows = Job.objects.filter(state__in=states).order_by("-id")
    return [JobRow(*row) for row in rows.values_list(*JobRow.__slots__)[:limit]]


def job_counts() -> dict[str, int]:
    """Return how many jobs are in each state."""
    return {state: Job.objects.filter(state=state).count() for state in STATES}


def job_keyed(key: str) -> JobRow | None:
    """Return the job that was promised under a key; none once it is pruned."""
    row = Job.objects.filter(key=key).values_list(*JobRow.__slots__).first()
    return JobRow(*row) if row else None
