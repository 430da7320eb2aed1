"""Changes what is known of activities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from huikuan.apps.activities.models import ActivityFact, BegunCall
from huikuan.apps.activities.selectors import ACTIVITY_FACTS
from huikuan.apps.audit.actors import Actor
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch


def erase_notes(customer_id: str) -> int:
    """Empty what people noted of their contacts with a customer, in every version; returns how many rows had a note.

    Notes that a folder told are left: the folder would tell them again.
    """
    noted = ActivityFact.objects.filter(customer__code=customer_id, note__isnull=False, batch__kind="act")
    return noted.update(note=None)


def record_activities(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed activities."""
    record_changes(ACTIVITY_FACTS, changes, numbers=numbers, batch=batch)


def record_activity(told: Mapping[str, Any], customer_no: int, entity_no: int, *, batch: Batch, actor: Actor) -> str:
    """Record one activity; returns its handle. ``told``: the table's columns, ``at`` without a zone."""
    handle = f"activity-{batch.pk}"
    ActivityFact.objects.create(
        **{**told, "at": told["at"].replace(tzinfo=UTC)},
        handle=handle,
        customer_id=customer_no,
        entity_id=entity_no,
        actor_id=actor.id if actor.kind == "person" else None,
        batch=batch,
        recorded_on=batch.recorded_on,
    )
    return handle


def begin_call(customer_no: int, *, actor: Actor, at: datetime) -> None:
    """Note that a person is about to call; one that is not recorded yet goes on."""
    if actor.kind == "person":
        begun = {"person_id": actor.id, "customer_id": customer_no, "ended_at": None}
        BegunCall.objects.get_or_create(**begun, defaults={"begun_at": at})


def end_call(customer_no: int, *, actor: Actor, at: datetime, activity: str = "") -> int | None:
    """End the person's call, recorded by that activity or not made after all; returns its seconds, None without one."""
    going_on = BegunCall.objects.filter(person=actor.id, customer=customer_no, ended_at__isnull=True)
    begun = going_on.first() if actor.kind == "person" else None
    if begun is None or not going_on.filter(pk=begun.pk).update(ended_at=at, activity=activity):
        return None
    return int((at - begun.begun_at).total_seconds())
