"""Changes what is known of activities."""

from __future__ import annotations

from huikuan.apps.activities.selectors import ACTIVITY_FACTS
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch


def record_activities(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed activities."""
    record_changes(ACTIVITY_FACTS, changes, numbers=numbers, batch=batch)
