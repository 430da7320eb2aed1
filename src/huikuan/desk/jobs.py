"""What people decide about jobs that failed."""

from __future__ import annotations

from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject
from huikuan.apps.outbox.services import retry_dead
from huikuan.desk.acts import act


def retry_job(job_id: int, *, actor: Actor, on: date) -> None:
    """Let a dead job be tried again from the start. Raises: Refused."""
    with act("retry_job", actor=actor, on=on, subject=Subject("job", str(job_id))) as going_on:
        going_on.facts = retry_dead(job_id)
