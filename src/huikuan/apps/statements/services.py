"""Changes what is known of statements."""

from __future__ import annotations

from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.statements.selectors import STATEMENT_FACTS


def record_statements(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed statements."""
    record_changes(STATEMENT_FACTS, changes, numbers=numbers, batch=batch)
