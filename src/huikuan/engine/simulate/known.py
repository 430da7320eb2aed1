"""What is known on a simulated day: the folder as it stood on the first, and what was simulated since (R-63).

A plan leaves out what lies after its day; a simulated day in three weeks must still not see what the folder says of
these weeks. So hindsight is taken out once, at the start, in such a way that the plan of the first day is the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from huikuan.engine.statements.cycles import EVENTS as STATEMENT_EVENTS
from huikuan.engine.tables import ACTIVITIES, ALLOCATIONS, PAYMENTS, Schema, Tables

_NEVER = date(9999, 12, 31)


def without_hindsight(tables: Tables, *, as_of: date) -> Tables:
    """Return the tables with everything taken out that was not known on ``as_of``.

    Money that was neither received nor recorded stays, on a day that never comes: that it names a document decides
    whether ``settled_on`` counts (R-04). A balance without a date is of ``as_of``.
    """
    later = pl.lit(as_of) < pl.col("received_on")
    unknown = later & (pl.col("recorded_on") > as_of).fill_null(True)
    payments = tables.payments.with_columns(
        received_on=pl.when(unknown).then(pl.lit(_NEVER)).otherwise("received_on"),
        recorded_on=pl.when(unknown).then(pl.lit(_NEVER)).otherwise("recorded_on"),
        refused_on=pl.when(pl.col("refused_on") <= as_of).then("refused_on"),
    )
    return replace(
        tables,
        receivables=_receivables(tables.receivables, as_of),
        payments=payments,
        promises=tables.promises.filter(pl.col("made_on") <= as_of),
        disputes=tables.disputes.filter(pl.col("opened_on") <= as_of).with_columns(
            resolved_on=pl.when(pl.col("resolved_on") <= as_of).then("resolved_on")
        ),
        activities=tables.activities.filter(pl.col("at").dt.date() <= as_of),
        statements=tables.statements.with_columns(
            pl.when(pl.col(event) <= as_of).then(event).alias(event) for event in STATEMENT_EVENTS
        ),
    )


def _receivables(receivables: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Drop documents and balances of later days: amounts less allocations count where no balance is left (R-03)."""
    has_balance = pl.col("open_minor").is_not_null()
    balance_on = pl.when(has_balance).then(pl.coalesce("balance_date", pl.lit(as_of)))
    is_late = (balance_on > as_of).fill_null(False)
    settled = pl.when((pl.col("settled_on") <= as_of) & ~is_late).then("settled_on")
    return receivables.filter(pl.col("issue_date") <= as_of).with_columns(
        open_minor=pl.when(~is_late).then("open_minor"),
        balance_date=pl.when(~is_late).then(balance_on),
        settled_on=settled,
    )


def with_events(tables: Tables, *, paid: pl.DataFrame, done: pl.DataFrame, statements: pl.DataFrame) -> Tables:
    """Return the tables with simulated payments and activities added, and the statements as they stand by now.

    ``paid``: item, customer_id, entity, document_no, currency, payable_minor, paid_on; each pays its own document.
    ``done``: columns of ACTIVITIES. ``statements``: columns of STATEMENTS, instead of the folder's.
    """
    numbered = paid.with_columns(
        payment_no=pl.format("simulated {}", "item"),
        received_on="paid_on",
        recorded_on="paid_on",
        amount_minor="payable_minor",
        method=pl.lit("transfer"),
    )
    return replace(
        tables,
        payments=_added(tables.payments, numbered, PAYMENTS),
        allocations=_added(tables.allocations, numbered, ALLOCATIONS),
        activities=_added(tables.activities, done, ACTIVITIES),
        statements=statements,
    )


def _added(table: pl.DataFrame, rows: pl.DataFrame, schema: Schema) -> pl.DataFrame:
    """Return the table with the rows below it, columns that they lack empty."""
    shaped = rows.select(
        (pl.col(name) if name in rows.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in schema.items()
    )
    return pl.concat([table, shaped])
