"""Changes what is known of promises."""

from __future__ import annotations

from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.promises.selectors import PROMISE_FACTS


def record_promises(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed promises."""
    record_changes(PROMISE_FACTS, changes, numbers=numbers, batch=batch)
