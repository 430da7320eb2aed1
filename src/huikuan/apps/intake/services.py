"""Opens and closes batches."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from django.db import connection

from huikuan.apps.intake.models import Batch
from huikuan.gateways import clock

BatchKind = Literal["import", "act", "reversal"]
_IMPORTS = 7_310_001  # names the advisory lock; any number that nobody else uses


def open_batch(*, act_id: UUID, kind: BatchKind, recorded_on: date) -> Batch:
    """Begin a batch inside the caller's transaction."""
    return Batch.objects.create(act_id=act_id, kind=kind, recorded_at=clock.now(), recorded_on=recorded_on)


def one_import_at_a_time() -> None:
    """Wait until no other import is recording; holds until the transaction ends. SQLite's writers are alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTS])
