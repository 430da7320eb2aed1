"""What jobs do in these tests: write a marker row that can be counted, fail, or promise more work.

The markers are audit entries, so that no table exists for tests alone.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.outbox.models import Job
from huikuan.apps.outbox.reactions import PerhapsSent, Reaction
from huikuan.apps.outbox.services import Claim, claim, enqueue
from huikuan.apps.outbox.worker import Stopping

LEASE = timedelta(seconds=60)
HERE = "tests.apps.outbox.effects"
REACTIONS = {
    "mark": Reaction(f"{HERE}.mark", "database"),
    "mark_then_fail": Reaction(f"{HERE}.mark_then_fail", "database", attempts=2),
    "mark_slowly": Reaction(f"{HERE}.mark", "repeatable"),
    "send": Reaction(f"{HERE}.mark", "outside"),
    "send_refused": Reaction(f"{HERE}.fail", "outside"),
    "send_unsure": Reaction(f"{HERE}.send_unsure", "outside"),
}


def mark(payload: Mapping[str, Any]) -> None:
    subject = Subject("marker", payload["marker"])
    record_entry(act_id=uuid.uuid4(), act="mark", actor=SYSTEM, subject=subject, facts={})


def fail(_: Mapping[str, Any]) -> None:
    raise ValueError("the far side said no")


def mark_then_fail(payload: Mapping[str, Any]) -> None:
    mark(payload)
    fail(payload)


def send_unsure(_: Mapping[str, Any]) -> None:
    raise PerhapsSent("the line broke after the last word")


def markers() -> list[str]:
    return list(Entry.objects.filter(act="mark").order_by("id").values_list("subject_id", flat=True))


def promised(name: str, marker: str = "m", **given: Any) -> None:
    with transaction.atomic():
        enqueue(name, {"marker": marker}, **given)


def claimed(worker: str = "first") -> Claim:
    taken = claim(worker, lease=LEASE)
    assert taken is not None
    return taken


def unhurried() -> Stopping:
    return Stopping(grace=timedelta(seconds=20))


def job() -> Job:
    return Job.objects.get()


def lease_ends() -> None:
    """Let the lease of every running job lie in the past, as after a killed worker."""
    for running in Job.objects.filter(state=Job.RUNNING):
        running.lease_until = running.created_at - timedelta(seconds=1)
        running.save(update_fields=["lease_until"])
