"""Changes what is known of disputes."""

from __future__ import annotations

from huikuan.apps.disputes.selectors import DISPUTE_FACTS
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch


def record_disputes(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed disputes."""
    record_changes(DISPUTE_FACTS, changes, numbers=numbers, batch=batch)
