"""Changes what is known of disputes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.disputes.selectors import DISPUTE_FACTS
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.services import followed


def record_disputes(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed disputes."""
    record_changes(DISPUTE_FACTS, changes, numbers=numbers, batch=batch)


def record_dispute(told: Mapping[str, Any], *, batch: Batch) -> str:
    """Record one dispute, opened on the batch's day; returns its handle. ``told``: its columns but the days."""
    handle = f"dispute-{batch.pk}"
    on = batch.recorded_on
    DisputeFact.objects.create(**told, handle=handle, opened_on=on, batch=batch, recorded_on=on)
    return handle


def resolve(dispute: DisputeFact, resolution: str, *, note: str, batch: Batch) -> None:
    """Close a dispute on the batch's day. Raises: Refused changed_meanwhile."""
    followed(dispute, batch=batch, resolved_on=batch.recorded_on, resolution=resolution, note=note or dispute.note)


def assign(dispute: DisputeFact, told: Mapping[str, Any], *, batch: Batch) -> DisputeFact:
    """Say who settles a dispute, by when, and where it stands: stage, owner, due_on, next_step.

    Raises: Refused changed_meanwhile.
    """
    return followed(dispute, batch=batch, **told)
