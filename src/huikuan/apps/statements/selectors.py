"""What is known of the statements of account."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from django.db import connection
from django.db.models import Q

from huikuan.apps.intake.bulk import FactTable, Moment, facts_known
from huikuan.apps.statements.models import StatementFact
from huikuan.engine.tables import PLACE, STATEMENTS, Schema
from huikuan.gateways import columns

STATEMENT_FACTS = FactTable(
    model=StatementFact,
    schema={name: dtype for name, dtype in STATEMENTS.items() if name not in PLACE},
    key=("customer_id", "entity", "period"),
    paths={"customer_id": "customer__code", "entity": "entity__code"},
    carried={"differs_on": pl.Date, "difference_minor": pl.Int64, "difference_reason": pl.String, "note": pl.String},
)
_EVENTS = tuple(name for name, dtype in STATEMENT_FACTS.schema.items() if dtype == pl.Date)
_PERIOD: Schema = {"customer_id": pl.String, "entity": pl.String, "period": pl.String}


def statements_known(known_on: Moment | None = None, customer_id: str | None = None) -> pl.DataFrame:
    """Return the statements table as known that day, with fact_id."""
    return facts_known(STATEMENT_FACTS, known_on, customer_id)


def statements_told() -> pl.DataFrame:
    """Return the present statements as a folder last told them, with fact_id; of one that only people told, nothing.

    What a person recorded is not undone by a folder that says what it said before (R-215).
    """
    present = facts_known(STATEMENT_FACTS, None)
    by_people = Q(replaced_by__isnull=True, batch__kind="act")
    ours = facts_known(STATEMENT_FACTS, None, only=by_people).select("fact_id", *_PERIOD)
    if ours.is_empty():
        return present
    named = StatementFact.objects.filter(by_people)
    of_them = Q(customer__in=named.values("customer"), period__in=named.values("period"), batch__kind="import")
    told = facts_known(STATEMENT_FACTS, None, only=of_them, versions="earlier")
    last_told = told.unique(list(_PERIOD), keep="last", maintain_order=True).drop("fact_id")
    rest = present.join(ours, on="fact_id", how="anti", maintain_order="left")
    return pl.concat([rest, ours.join(last_told, on=list(_PERIOD), how="left").select(present.columns)])


def statements_since(position: int, unseen: Collection[int]) -> pl.DataFrame:
    """Return the statements of which something was recorded behind that batch, and those that differ, as they stand:
    customer_id, entity, period, the days of the events, differs_on, and is_later (recorded behind the batch). One that
    was taken back altogether has no days.
    """
    is_later = Q(batch__gt=position) | Q(batch__in=unseen) | Q(replaced_by__gt=position) | Q(replaced_by__in=unseen)
    rows = StatementFact.objects.filter(is_later | Q(differs_on__isnull=False, replaced_by__isnull=True)).order_by("id")
    days = (*_EVENTS, "differs_on")
    paths = ("customer__code", "entity__code", "period", "batch", "replaced_by", *days)
    schema: Schema = {**_PERIOD, "batch": pl.Int64, "replaced_by": pl.Int64, **dict.fromkeys(days, pl.Date)}
    read = columns.read_table(connection, rows.values_list(*paths), schema)
    later = [pl.col(name) > position for name in ("batch", "replaced_by")]
    later += [pl.col(name).is_in(list(unseen)) for name in ("batch", "replaced_by")]
    touched = read.group_by(*_PERIOD).agg(is_later=pl.any_horizontal(later).any())
    present = read.filter(pl.col("replaced_by").is_null()).drop("batch", "replaced_by")
    return touched.join(present, on=list(_PERIOD), how="left")


def statement_of(customer_no: int, entity_no: int, period: str) -> StatementFact | None:
    """Return what is known now of a statement; None where nothing was told of it yet."""
    present = StatementFact.objects.filter(customer=customer_no, entity=entity_no, period=period)
    return present.filter(replaced_by__isnull=True).select_related("batch").first()


def versions_of(customer_no: int, entity_no: int, period: str) -> list[StatementFact]:
    """Return everything that was ever told of a statement, the newest first, with its batch."""
    told = StatementFact.objects.filter(customer=customer_no, entity=entity_no, period=period)
    return list(told.select_related("batch").order_by("-id"))


def statements_of(customer_no: int) -> list[StatementFact]:
    """Return what is known now of a customer's statements, with entity and batch."""
    present = StatementFact.objects.filter(customer=customer_no, replaced_by__isnull=True)
    return list(present.select_related("entity", "batch").order_by("period", "id"))
