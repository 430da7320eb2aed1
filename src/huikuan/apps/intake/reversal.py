"""Taking back a batch that nothing was built upon: as facts, so that the days in between stay what they were (R-127).

What the batch recorded is closed on the day of the reversal; what it had replaced holds again from that day on, as a
new version that says the same.
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl
from django.db import connection
from django.db.models import Q

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.bulk import FactTable, close_facts, facts_known
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.selectors import import_numbered
from huikuan.engine.tables import Schema
from huikuan.gateways import columns

_REPLACED = ("batch_id", "recorded_on", "replaced_by_id", "replaced_on")
_REVERSALS: Schema = {"ended_by": pl.Int64, "reversal": pl.Int64}


def import_of(number: int) -> Batch:
    """Return the import of that number, to be undone. Raises: as ``import_numbered``; Refused batch_undone."""
    found = import_numbered(number)
    if found.undone_by_id is not None:
        raise Refused("batch_undone", batch=number, by=found.undone_by_id)
    return found


def mark_undone(undone: Batch, *, batch: Batch) -> None:
    """Note which batch took this one back. Raises: Refused batch_undone when another has just done so."""
    if not Batch.objects.filter(pk=undone.pk, undone_by__isnull=True).update(undone_by=batch):
        raise Refused("batch_undone", batch=undone.pk, by="?")


def standing_of(facts: FactTable, undone: Batch) -> pl.DataFrame:
    """Return what a batch recorded as it stands now: the rows of ``facts`` with batch_no and ended_by.

    Where an import followed that was undone itself, what it had replaced holds again as a copy in the reversal's batch;
    that copy stands here for the row.
    """
    stamped = replace(facts, inside={**facts.inside, "batch_no": "batch", "ended_by": "replaced_by"})
    rows = facts_known(stamped, None, only=Q(batch=undone), versions="all")
    reversals = _reversals_after(undone)
    if reversals.is_empty():
        return rows
    copies = facts_known(stamped, None, only=Q(batch__in=reversals["reversal"].to_list()), versions="all")
    while (overtaken := rows.join(reversals, on="ended_by", how="inner")).height:
        named = overtaken.select(*facts.key, batch_no="reversal")
        instead = copies.join(named, on=[*facts.key, "batch_no"], how="semi", nulls_equal=True)
        rows = pl.concat([rows.join(reversals, on="ended_by", how="anti"), instead])
    return rows


def _reversals_after(undone: Batch) -> pl.DataFrame:
    """Return ended_by and reversal: the later imports that were undone, and the batch that undid each."""
    later = Batch.objects.filter(pk__gt=undone.pk, undone_by__isnull=False).order_by("id")
    return columns.read_table(connection, later.values_list("id", "undone_by"), _REVERSALS)


def refuse_built_upon(undone: Batch, standing: pl.DataFrame) -> None:
    """Refuse when a later batch has replaced something that this one recorded. Raises: Refused built_upon."""
    by = standing["ended_by"].min()
    if by is not None:
        raise Refused("built_upon", batch=undone.pk, by=by)


def take_back(facts: FactTable, undone: Batch, standing: pl.DataFrame, *, batch: Batch) -> None:
    """Close what a batch recorded (``standing``), and let what it replaced hold again."""
    model = facts.model
    close_facts(model, standing["fact_id"], batch)
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    fields = [field.column for field in model._meta.concrete_fields if field.column not in ("id", *_REPLACED)]
    said = ", ".join(quote(str(name)) for name in fields)
    stamps = ", ".join(quote(name) for name in _REPLACED[:2])
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({said}, {stamps}) SELECT {said}, %s, %s FROM {table} "
            f"WHERE {quote('replaced_by_id')} = %s ORDER BY id",
            [batch.pk, batch.recorded_on, undone.pk],
        )
