"""Answers about batches."""

from __future__ import annotations

from huikuan.apps.intake.models import Batch


def newest_batch_no() -> int:
    """Return the ledger's position: the number of the newest batch, 0 before the first."""
    return Batch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
