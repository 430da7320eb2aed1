"""Changes what is known of activities."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from huikuan.apps.activities.models import ActivityFact
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
