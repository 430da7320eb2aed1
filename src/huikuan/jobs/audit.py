"""The audit's jobs: seal what was committed, export the head once a day."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from huikuan.apps.audit import services
from huikuan.apps.audit.chain import ExportedHead
from huikuan.gateways.heads import append_head

seal = services.seal


def seal_due(_: Mapping[str, Any]) -> None:
    """Seal what was committed since the last time."""
    services.seal()


def export_head(file: Path) -> ExportedHead | None:
    """Seal, then add the end of the chain to the file; None while nothing was ever recorded. Again, it adds nothing."""
    services.seal()
    head = services.export_head()
    if head is not None:
        append_head(file, (head.exported_at, head.number, head.chain))
    return head


def export_head_due(_: Mapping[str, Any]) -> None:
    """Add the end of the chain to the house's file of heads (R-152)."""
    export_head(settings.AUDIT_HEADS)
