"""The facts that hold at present, from a copy on this machine's disk and what has been recorded since it was made.

Facts are never edited, and every change comes with a batch. So a copy that knows its batch is brought up to date by
the facts of the batches after it, and by those that the batches after it replaced: a morning's reading is as long as
yesterday's changes, not as long as the ledger. A copy of another house, or of one that was set back, names a batch that
is not there. Erasing alone changes facts in their place: a copy from before it is not used (R-115). Source: R-150.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl
from django.conf import settings
from django.db import connection
from django.db.models import Q

from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.selectors import newest_batch_no, unseen_batches
from huikuan.engine.tables import Schema
from huikuan.gateways import columns
from huikuan.gateways.copies import forget_copies, keep_copy, kept_copy

if TYPE_CHECKING:
    from pathlib import Path

    from huikuan.apps.intake.facts import Fact

_ERASURE = "erasure"
_RENEWED_SHARE = 0.05  # of changed rows from which on a copy is written anew


def copies_folder() -> Path:
    """Return where this house keeps its copies."""
    folder: Path = settings.DATA_DIR / "copies"
    return folder


def mark_erasure(batch: Batch) -> None:
    """Note that a batch changed facts in their place: no copy from before it is used any more, on no machine."""
    batch.source = _ERASURE
    batch.save(update_fields=["source"])


def present_facts(model: type[Fact], places: Mapping[str, str], schema: Schema) -> pl.DataFrame:
    """Return the facts that hold now in the order of recording; ``places``: column -> path, ``fact_id`` first."""
    copy = _usable_copy(model, schema)
    if copy is None:
        rows = _read(model, Q(replaced_by__isnull=True), places, schema)
        changed = rows.height
    else:
        facts, rows = copy
        since = _read(model, _changed_since(facts), {**places, "ended_by": "replaced_by"}, schema)
        rows, changed = _brought_up_to_date(rows, since), since.height
    is_worth_it = rows.height >= settings.COPIED_ROWS and changed > _RENEWED_SHARE * rows.height
    if is_worth_it and columns.is_one_state():
        _keep(model, rows)
    return rows


def _read(model: type[Fact], condition: Q, places: Mapping[str, str], schema: Schema) -> pl.DataFrame:
    typed = {name: schema.get(name, pl.Int64) for name in places}
    # Without an order: the database would rather walk through all facts than sort the few that changed.
    found = model._default_manager.filter(condition).order_by().values_list(*places.values())
    return columns.read_table(connection, found, typed).sort("fact_id")


def _changed_since(facts: Mapping[str, Any]) -> Q:
    """Return the condition on facts that came or were replaced after the copy was made."""
    position, unseen = facts["position"], facts["unseen"]
    came = Q(batch__gt=position) | Q(batch__in=unseen)
    return came | Q(replaced_by__gt=position) | Q(replaced_by__in=unseen)


def _brought_up_to_date(rows: pl.DataFrame, since: pl.DataFrame) -> pl.DataFrame:
    if since.is_empty():
        return rows
    ended = since.filter(pl.col("ended_by").is_not_null())
    came = since.filter(pl.col("ended_by").is_null()).drop("ended_by")
    if ended.height:
        rows = rows.join(ended, on="fact_id", how="anti", maintain_order="left")
    return pl.concat([rows, came]).sort("fact_id") if came.height else rows


def _usable_copy(model: type[Fact], schema: Schema) -> tuple[Mapping[str, Any], pl.DataFrame] | None:
    """Return the copy of the table, if there is one of these columns and of this house's history."""
    kept = kept_copy(copies_folder(), model._meta.db_table)
    if kept is None:
        return None
    facts, rows = kept
    since = Q(pk__gt=facts["position"]) | Q(pk__in=facts["unseen"])
    if Batch.objects.filter(since, kind="act", source=_ERASURE).exists():
        forget_copies(copies_folder())
        return None
    is_of_our_history = Batch.objects.filter(pk=facts["position"], act_id=facts["act_id"]).exists()
    return kept if is_of_our_history and rows.schema == pl.Schema(dict(schema)) else None


def _keep(model: type[Fact], rows: pl.DataFrame) -> None:
    position = newest_batch_no()
    facts = {
        "position": position,
        "act_id": str(Batch.objects.values_list("act_id", flat=True).get(pk=position)),
        "unseen": unseen_batches(position),
    }
    keep_copy(copies_folder(), model._meta.db_table, rows, facts)
