"""Opens and closes batches."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import polars as pl
from django.db import connection

from huikuan.apps.intake.models import Batch, SetAside
from huikuan.gateways import clock, columns

BatchKind = Literal["import", "act", "reversal"]
_FILE_LENGTH, _COLUMN_LENGTH = 255, 80  # a stranger's header may be longer than the field
_IMPORTS = 7_310_001  # names the advisory lock; any number that nobody else uses


def open_batch(*, act_id: UUID, kind: BatchKind, recorded_on: date) -> Batch:
    """Begin a batch inside the caller's transaction."""
    return Batch.objects.create(act_id=act_id, kind=kind, recorded_at=clock.now(), recorded_on=recorded_on)


def record_set_aside(batch: Batch, problems: pl.DataFrame) -> None:
    """Keep the problems of an import: file, row, column, value, code, severity, detail."""
    rows = problems.select(
        batch_id=pl.lit(batch.pk, pl.Int64),
        file=pl.col("file").str.slice(-_FILE_LENGTH),
        column=pl.col("column").str.slice(0, _COLUMN_LENGTH),
        **{name: pl.col(name) for name in ("row", "value", "code", "severity", "detail")},
    )
    columns.append_table(connection, SetAside._meta.db_table, rows)


def one_import_at_a_time() -> None:
    """Wait until no other import is recording; holds until the transaction ends. SQLite's writers are alone anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_IMPORTS])
