"""Changes what is known of the ledger."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from django.db import connection
from django.db.models import F

from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.receivables.models import Adjustment, Case, Item
from huikuan.apps.receivables.selectors import ITEM_FACTS, cases, items_gone
from huikuan.gateways import columns


def record_items(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed documents; a new one gets an item of ours, one that an undo took away its own again."""
    gone = items_gone()
    again = changes.new.join(gone, on=list(ITEM_FACTS.key), how="inner", maintain_order="left")
    named = changes.new.join(gone, on=list(ITEM_FACTS.key), how="anti", maintain_order="left")
    new = named.with_columns(item_no=columns.reserved_ids(connection, Item._meta.db_table, named.height)).join(
        numbers.entities, on="entity", how="left", maintain_order="left"
    )
    identities = new.select(
        "source", "kind", "document_no", id="item_no", entity_id="entity_no", fiscal_year=pl.lit(""), line=pl.lit(1)
    )
    columns.append_table(connection, Item._meta.db_table, identities)
    numbered = pl.concat([new.drop("entity_no"), again]) if again.height else new.drop("entity_no")
    record_changes(ITEM_FACTS, changes.with_new(numbered), numbers=numbers, batch=batch)


def record_settled_unknown(items: pl.DataFrame, *, batch: Batch) -> None:
    """Post what a snapshot no longer lists as settled, cause unknown: item_no, before_minor, effective_on."""
    postings = items.select(
        item_id="item_no",
        kind=pl.lit("settled_unknown"),
        amount_minor=-pl.col("before_minor"),
        effective_on="effective_on",
        reason=pl.lit(""),
        batch_id=pl.lit(batch.pk, pl.Int64),
        recorded_on=pl.lit(batch.recorded_on),
    )
    columns.append_table(connection, Adjustment._meta.db_table, postings)


def move_case(customer_no: int, entity_no: int) -> int:
    """Open the case if it is new and move its ``change_no``; returns its number.

    The row stays locked until the transaction ends: acts on one case follow one another.
    """
    moved = Case.objects.filter(customer=customer_no, entity=entity_no)
    if not moved.update(change_no=F("change_no") + 1):
        Case.objects.get_or_create(customer_id=customer_no, entity_id=entity_no, defaults={"change_no": 1})
    return moved.values_list("pk", flat=True).get()


def move_numbered_cases(case_nos: Collection[int], *, by: int = 1) -> None:
    """Move ``change_no`` of these cases; their rows stay locked until the transaction ends. ``by`` 0: lock only."""
    list(Case.objects.filter(pk__in=list(case_nos)).order_by("id").select_for_update().values_list("pk"))
    if by:
        Case.objects.filter(pk__in=list(case_nos)).update(change_no=F("change_no") + by)


def move_cases(touched: pl.DataFrame, *, numbers: Numbers) -> None:
    """Open the cases that are new and move ``change_no`` of all that are touched: customer_id, entity."""
    known = cases()
    wanted = touched.drop_nulls().unique(maintain_order=True)
    new = (
        wanted.join(known, on=["customer_id", "entity"], how="anti", maintain_order="left")
        .join(numbers.customers, on="customer_id")
        .join(numbers.entities, on="entity")
        .select(customer_id="customer_no", entity_id="entity_no", change_no=pl.lit(1, pl.Int64))
    )
    columns.append_table(connection, Case._meta.db_table, new)
    moved = known.join(wanted, on=["customer_id", "entity"], how="semi")["case_no"].sort().to_list()
    for start in range(0, len(moved), 5_000):
        Case.objects.filter(pk__in=moved[start : start + 5_000]).update(change_no=F("change_no") + 1)
