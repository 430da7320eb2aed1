"""Changes what is known of the money that came in."""

from __future__ import annotations

import polars as pl
from django.db import connection

from huikuan.apps.cash.models import Receipt
from huikuan.apps.cash.selectors import ALLOCATION_FACTS, RECEIPT_FACTS
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.gateways import columns

_NAMED = ["entity", "payment_no", "source"]


def record_receipts(receipts: Differences, allocations: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed receipts with their allocations; a new receipt gets a number of ours.

    Allocations that a changed receipt no longer has are closed.
    """
    new = receipts.new.with_columns(
        receipt_no=columns.reserved_ids(connection, Receipt._meta.db_table, receipts.new.height)
    ).join(numbers.entities, on="entity", how="left", maintain_order="left")
    identities = new.select("source", "payment_no", id="receipt_no", entity_id="entity_no", fiscal_year=pl.lit(""))
    columns.append_table(connection, Receipt._meta.db_table, identities)
    record_changes(RECEIPT_FACTS, receipts.with_new(new.drop("entity_no")), numbers=numbers, batch=batch)
    named = receipt_numbers()
    parts = allocations.new.join(named, on=_NAMED, how="left", maintain_order="left")
    told_again = receipts.changed.select(_NAMED)
    ended = allocations.absent.join(told_again, on=_NAMED, how="semi", maintain_order="left")["fact_id"]
    record_changes(ALLOCATION_FACTS, allocations.with_new(parts), numbers=numbers, batch=batch, ended=ended)


def receipt_numbers() -> pl.DataFrame:
    """Return entity, payment_no, source and our receipt_no of every receipt."""
    rows = Receipt.objects.order_by("id").values_list("entity__code", "payment_no", "source", "id")
    schema = {**dict.fromkeys(_NAMED, pl.String), "receipt_no": pl.Int64}
    return columns.read_table(connection, rows, schema)
