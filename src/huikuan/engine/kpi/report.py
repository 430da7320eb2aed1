"""All KPIs of a folder, month by month and currency by currency; amounts of two currencies are never added.

Only ended months count. What cannot be computed is a row with its reason, never a missing row or a guess.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from huikuan.engine.balances import Ledger, ledger_on
from huikuan.engine.kpi.answers import DECIMALS, Undefined, rounded
from huikuan.engine.kpi.history import known_by, month_ends, months_by_currency, numbered_documents, receipts
from huikuan.engine.kpi.registry import KPIS, QUARTER, WHOLE, Figure, Kpi
from huikuan.engine.kpi.window import Month, Window
from huikuan.engine.tables import DAY, MINOR, TEXT, Schema, Tables

# One row per currency, KPI and month end; a value or a reason. Days, per cent or times, by ``unit``.
FIGURES: Schema = {
    "currency": TEXT,
    "kpi": TEXT,
    "from_on": DAY,  # first and last day of what was looked at
    "to_on": DAY,
    "unit": TEXT,
    "value": pl.Decimal(38, DECIMALS),  # rounded half up once
    "reason": TEXT,  # why there is no value
    "at_least": pl.Decimal(38, DECIMALS),  # what was counted until it had to stop
    "above_minor": MINOR,  # what was divided by what
    "below_minor": MINOR,
}
# What the figures of a currency rest on.
SOURCES: Schema = {
    "currency": TEXT,
    "documents": pl.Int64,
    "documents_from": DAY,
    "payments_from": DAY,  # the first money that counts; empty without any
    "undated_minor": MINOR,  # by how much the given balances lie below what dated payments explain
}


@dataclass(frozen=True, slots=True)
class KpiReport:
    """KPIs by currency and month; the currency with the most documents first."""

    as_of: date
    ends: tuple[date, ...]  # the month ends shown, oldest first
    figures: pl.DataFrame
    sources: pl.DataFrame


def kpi_report(tables: Tables, *, as_of: date, months: int, noted: Callable[[int, int], None]) -> KpiReport:
    """Return the KPIs of the last ``months`` ended months (at least 1), without hindsight.

    ``noted`` is told how many month ends are done, of how many.
    """
    ends = month_ends(as_of=as_of, count=months + QUARTER)
    by_currency, last = months_by_currency(tables, as_of=as_of, ends=ends, noted=noted)
    sources = _sources(tables, last, as_of=as_of)
    sales = _sales_by_month(last)
    rows = [
        row
        for source in sources.iter_rows(named=True)
        for row in _rows(source, by_currency[source["currency"]], sales[source["currency"]])
    ]
    figures = pl.DataFrame(rows, schema=dict(FIGURES))
    return KpiReport(as_of=as_of, ends=tuple(ends[QUARTER:]), figures=figures, sources=sources)


def _rows(source: Mapping[str, Any], months: Sequence[Month], sales: Mapping[date, int]) -> Iterator[dict[str, Any]]:
    for kpi in KPIS:
        spans = (
            [(QUARTER, len(months))]
            if kpi.months == WHOLE
            else [(end - kpi.months, end) for end in range(QUARTER + 1, len(months) + 1)]
        )
        for start, end in spans:
            at = _window(months, start, end, sales)
            yield _row(kpi, at, _figure(kpi, at, source), source["currency"])


def _window(months: Sequence[Month], start: int, end: int, sales: Mapping[date, int]) -> Window:
    return Window(
        before=months[start - 1], months=tuple(months[start:end]), sales_back=_sales_back(sales, months[end - 1].end)
    )


def _sales_back(sales: Mapping[date, int], last: date) -> tuple[tuple[int, int], ...]:
    """Return (credit sales, days) of every month from ``last`` back to the first with a document."""
    first = min(sales)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return tuple((sales.get(end, 0), end.day) for end in reversed(month_ends(as_of=last, count=max(count, 0))))


def _figure(kpi: Kpi, at: Window, source: Mapping[str, Any]) -> Figure:
    if source["payments_from"] is None:
        return Figure(Undefined("no_payments"))
    if at.months[0].end.replace(day=1) < source["documents_from"].replace(day=1):
        return Figure(Undefined("history_short"))
    return kpi.figure(at)


def _row(kpi: Kpi, at: Window, figure: Figure, currency: str) -> dict[str, Any]:
    answer = figure.answer
    missing = answer if isinstance(answer, Undefined) else None
    at_least = missing.at_least if missing else None
    return {
        "currency": currency,
        "kpi": kpi.id,
        "from_on": at.months[0].end.replace(day=1),
        "to_on": at.last.end,
        "unit": kpi.unit,
        "value": None if isinstance(answer, Undefined) else rounded(answer),
        "reason": missing.reason if missing else None,
        "at_least": None if at_least is None else rounded(at_least),
        "above_minor": figure.above,
        "below_minor": figure.below,
    }


def _sales_by_month(ledger: Ledger) -> dict[str, dict[date, int]]:
    """Return credit sales by currency and month end; months without documents are not there."""
    sold = (
        ledger.documents.group_by("currency", end=pl.col("issue_date").dt.month_end())
        .agg(pl.col("amount_minor").filter(pl.col("kind") != "opening").sum())
        .rows()
    )
    sums: dict[str, dict[date, int]] = defaultdict(dict)
    for currency, end, amount in sold:
        sums[currency][end] = amount
    return sums


def _sources(tables: Tables, last: Ledger, *, as_of: date) -> pl.DataFrame:
    """Return what each currency's figures rest on, the one with the most documents first."""
    documents = last.documents.group_by("currency").agg(
        documents=pl.len().cast(pl.Int64), documents_from=pl.col("issue_date").min()
    )
    on_documents = receipts(last).join(last.documents.select("row_no", "currency"), on="row_no")
    cash = last.money.payments.filter(pl.col("state") == "cash")
    payments = (
        pl.concat([on_documents.select("currency", "counted_on"), cash.select("currency", "counted_on")])
        .group_by("currency")
        .agg(payments_from=pl.col("counted_on").min())
    )
    return (
        documents.join(payments, on="currency", how="left")
        .join(_undated(tables, as_of=as_of), on="currency", how="left")
        .with_columns(pl.col("undated_minor").fill_null(0))
        .sort("documents", "currency", descending=[True, False])
        .select(pl.col(name).cast(dtype) for name, dtype in SOURCES.items())
    )


def _undated(tables: Tables, *, as_of: date) -> pl.DataFrame:
    """Return per currency by how much given balances lie below what dated payments leave open on ``as_of``."""
    if tables.receivables["open_minor"].null_count() == tables.receivables.height:
        return pl.DataFrame(schema={"currency": pl.String, "undated_minor": pl.Int64})
    given = numbered_documents(tables, as_of=as_of)
    without = replace(given, receivables=given.receivables.with_columns(open_minor=pl.lit(None, pl.Int64)))
    as_given = ledger_on(known_by(given, as_of), as_of=as_of).documents.select("row_no", "currency", "open_minor")
    explained = ledger_on(without, as_of=as_of).documents.select("row_no", explained_minor="open_minor")
    below = pl.col("explained_minor") - pl.col("open_minor")
    return as_given.join(explained, on="row_no").group_by("currency").agg(undated_minor=below.clip(0).sum())
