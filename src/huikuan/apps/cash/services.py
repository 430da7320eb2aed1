"""Changes what is known of the money that came in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
from django.db import connection

from huikuan.apps.cash.models import PaymentClaim, Receipt
from huikuan.apps.cash.selectors import ALLOCATION_FACTS, RECEIPT_FACTS
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.selectors import has_undone_batches
from huikuan.gateways import columns

_NAMED = ["entity", "payment_no", "source"]


def record_receipts(receipts: Differences, allocations: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed receipts with their allocations; a new receipt gets a number of ours.

    Allocations that a changed receipt no longer has are closed.
    """
    gone = receipts_gone()
    again = receipts.new.join(gone, on=_NAMED, how="inner", maintain_order="left")
    fresh = receipts.new.join(gone, on=_NAMED, how="anti", maintain_order="left")
    new = fresh.with_columns(receipt_no=columns.reserved_ids(connection, Receipt._meta.db_table, fresh.height)).join(
        numbers.entities, on="entity", how="left", maintain_order="left"
    )
    identities = new.select("source", "payment_no", id="receipt_no", entity_id="entity_no", fiscal_year=pl.lit(""))
    columns.append_table(connection, Receipt._meta.db_table, identities)
    numbered = pl.concat([new.drop("entity_no"), again]) if again.height else new.drop("entity_no")
    record_changes(RECEIPT_FACTS, receipts.with_new(numbered), numbers=numbers, batch=batch)
    named = receipt_numbers()
    parts = allocations.new.join(named, on=_NAMED, how="left", maintain_order="left")
    told_again = receipts.changed.select(_NAMED)
    ended = allocations.absent.join(told_again, on=_NAMED, how="semi", maintain_order="left")["fact_id"]
    record_changes(ALLOCATION_FACTS, allocations.with_new(parts), numbers=numbers, batch=batch, ended=ended)


def receipts_gone() -> pl.DataFrame:
    """Return entity, payment_no, source and receipt_no of the receipts of which an undo left nothing."""
    schema = {**dict.fromkeys(_NAMED, pl.String), "receipt_no": pl.Int64}
    if not has_undone_batches():
        return pl.DataFrame(schema=schema)
    rows = Receipt.objects.exclude(facts__replaced_by__isnull=True).order_by("id")
    return columns.read_table(connection, rows.values_list("entity__code", "payment_no", "source", "id"), schema)


def receipt_numbers() -> pl.DataFrame:
    """Return entity, payment_no, source and our receipt_no of every receipt."""
    rows = Receipt.objects.order_by("id").values_list("entity__code", "payment_no", "source", "id")
    schema = {**dict.fromkeys(_NAMED, pl.String), "receipt_no": pl.Int64}
    return columns.read_table(connection, rows, schema)


def record_claim(told: Mapping[str, Any], customer_no: int, entity_no: int, *, batch: Batch) -> int:
    """Record that a customer says it has paid; ``told``: paid_on, bank, reference, as far as they were said."""
    row = PaymentClaim.objects.create(
        **told, customer_id=customer_no, entity_id=entity_no, claimed_on=batch.recorded_on, batch=batch
    )
    return int(row.pk)


def take_back_claims(undone: Batch, *, batch: Batch) -> None:
    """Let what a batch recorded of payments that were claimed count no more."""
    PaymentClaim.objects.filter(batch=undone).update(taken_back_on=batch.recorded_on)


def erase_claims(customer_id: str) -> int:
    """Empty bank and reference of what a customer said of payments; returns how many claims there are."""
    return PaymentClaim.objects.filter(customer__code=customer_id).update(bank="", reference="")
