"""From the folder's tables to the numbers of each month, as they were known at its end.

Balances come from ``ledger_on`` for every month end. A balance that the file gives for a later day is hindsight there
and is left out altogether (R-03); then what came in up to the month end decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

import polars as pl

from huikuan.engine import ageing
from huikuan.engine.balances import Ledger, ledger_on
from huikuan.engine.kpi.promises import LEVELS
from huikuan.engine.kpi.window import Month
from huikuan.engine.promises import promises_judged
from huikuan.engine.tables import Tables

_MEASURED = (
    "sales", "opening", "overdue_at_start", "recovered", "collectable", "collected", "fell_due", "paid_on_time",
)  # fmt: skip


def month_ends(*, as_of: date, count: int) -> list[date]:
    """Return the last ``count`` month ends up to ``as_of``, that day included, oldest first."""
    ends: list[date] = []
    first_unended = (as_of + timedelta(days=1)).replace(day=1)
    while len(ends) < count:
        ends.append(first_unended - timedelta(days=1))
        first_unended = ends[-1].replace(day=1)
    return ends[::-1]


def months_by_currency(
    tables: Tables, *, as_of: date, ends: Sequence[date], noted: Callable[[int, int], None]
) -> tuple[dict[str, list[Month]], Ledger]:
    """Return for each currency its months in the order of ``ends``, and the ledger of the last end.

    The first end has balances alone. ``noted`` is told how many ends are done, of how many.
    """
    months: dict[str, list[Month]] = defaultdict(list)
    numbered = numbered_documents(tables, as_of=as_of)
    currencies = sorted(tables.receivables["currency"].unique())
    before: Ledger | None = None
    for done, end in enumerate(ends):
        noted(done, len(ends))
        ledger = ledger_on(known_by(numbered, end), as_of=end)
        buckets = _buckets(ledger, end)
        measured = _measured(before, ledger, since=ends[done - 1], until=end) if before is not None else {}
        promises = _promises(tables, ledger, since=ends[done - 1], until=end) if before is not None else {}
        for currency in currencies:
            figures = measured.get(currency, {})
            months[currency].append(
                Month(
                    end=end,
                    buckets=buckets.get(currency, {}),
                    promises=promises.get(currency, {}),
                    **{name: figures.get(name, 0) for name in _MEASURED},
                )
            )
        before = ledger
    assert before is not None, "at least one month end is asked for"
    return months, before


def numbered_documents(tables: Tables, *, as_of: date) -> Tables:
    """Return the tables with ``row_no`` numbering the documents, and a day for every balance.

    The number names a document across month ends, where ``doc`` does not; nobody asks here for a row's place.
    """
    numbered = tables.receivables.with_columns(
        row_no=pl.int_range(pl.len(), dtype=pl.UInt32),
        balance_date=pl.coalesce("balance_date", pl.when(pl.col("open_minor").is_not_null()).then(pl.lit(as_of))),
    )
    return replace(tables, receivables=numbered)


def known_by(tables: Tables, day: date) -> Tables:
    """Return the tables without the balances of later days."""
    known = tables.receivables.with_columns(open_minor=pl.when(pl.col("balance_date") <= day).then("open_minor"))
    return replace(tables, receivables=known)


def receipts(ledger: Ledger) -> pl.DataFrame:
    """Return the money that counts by document: row_no, counted_on, paid_minor.

    A document that only ``settled_on`` closes is paid in full on that day (R-04).
    """
    documents = ledger.documents
    cash = (
        ledger.applied.filter(pl.col("state") == "cash")
        .join(documents.select("doc", "row_no"), on="doc")
        .select("row_no", "counted_on", paid_minor="applied_minor")
    )
    is_settled = (pl.col("base_minor") == 0) & pl.col("balance_on").is_null() & (pl.col("amount_minor") != 0)
    settled = documents.filter(is_settled).select("row_no", counted_on="settled_on", paid_minor="amount_minor")
    return pl.concat([cash, settled])


def _buckets(ledger: Ledger, end: date) -> dict[str, dict[str, int]]:
    """Return the ledger by currency and bucket: the ageing of the whole portfolio, looked at as one case."""
    one_case = {"case_no": pl.lit(0), "customer_id": pl.lit(""), "entity": pl.lit("")}
    items = ledger.documents.filter(pl.col("open_minor") != 0).with_columns(
        overdue_days=ageing.overdue_days(end), **one_case
    )
    aged = ageing.ageing(items.with_columns(bucket=ageing.item_bucket()), ledger.pools.with_columns(**one_case))
    sums: dict[str, dict[str, int]] = defaultdict(dict)
    for currency, bucket, amount in aged.select("currency", pl.col("bucket").cast(pl.String), "amount_minor").rows():
        sums[currency][bucket] = amount
    return sums


def _measured(before: Ledger, now: Ledger, *, since: date, until: date) -> Mapping[str, dict[str, int]]:
    """Return what happened in (since, until] by currency: sales, and what was paid of what could be asked for.

    What is paid of an item counts up to what was counted of it, so a bill that was in hand at the start, or money for
    more than the item, brings no rate above 100.
    """
    paid = receipts(now)
    in_month = paid.filter(pl.col("counted_on") > since).group_by("row_no").agg(paid=pl.col("paid_minor").sum())
    at_start = before.documents.filter(pl.col("open_minor") > 0).select(
        "row_no", start_minor=pl.col("open_minor") - pl.col("bills_minor")
    )
    is_new = pl.col("issue_date") > since
    is_claim = pl.col("amount_minor") > 0
    on_time = (
        paid.join(now.documents.select("row_no", "due_date"), on="row_no")
        .filter(pl.col("counted_on") <= pl.col("due_date"))
        .group_by("row_no")
        .agg(in_time=pl.col("paid_minor").sum())
    )
    claims = (
        now.documents.join(in_month, on="row_no", how="left")
        .join(on_time, on="row_no", how="left")
        .join(at_start, on="row_no", how="left")
        .with_columns(base=pl.when(is_new & is_claim).then("amount_minor").otherwise("start_minor").fill_null(0))
        .with_columns(
            paid=pl.min_horizontal("base", pl.col("paid").fill_null(0).clip(0)),
            in_time=pl.min_horizontal("amount_minor", pl.col("in_time").fill_null(0).clip(0)),
        )
    )
    is_overdue_at_start = ~is_new & (pl.col("due_date") < since)
    is_collectable = pl.col("due_date") <= until
    falls_due = is_claim & pl.col("due_date").is_between(since, until, closed="right")
    is_opening = pl.col("kind") == "opening"
    sums = claims.group_by("currency").agg(
        sales=pl.col("amount_minor").filter(is_new & ~is_opening).sum(),
        opening=pl.col("amount_minor").filter(is_new & is_opening).sum(),
        overdue_at_start=pl.col("base").filter(is_overdue_at_start).sum(),
        recovered=pl.col("paid").filter(is_overdue_at_start).sum(),
        collectable=pl.col("base").filter(is_collectable).sum(),
        collected=pl.col("paid").filter(is_collectable).sum(),
        fell_due=pl.col("amount_minor").filter(falls_due).sum(),
        paid_on_time=pl.col("in_time").filter(falls_due).sum(),
    )
    return {row.pop("currency"): row for row in sums.to_dicts()}


def _promises(tables: Tables, ledger: Ledger, *, since: date, until: date) -> dict[str, dict[tuple[int, str], int]]:
    """Return the promised amounts decided in (since, until] by currency, level and state (R-14).

    A promise is decided the day after its tolerance ends; one that was fulfilled early still counts in that month.
    """
    decided_on = pl.col("until") + pl.duration(days=1)
    sums = (
        promises_judged(tables.promises, ledger, as_of=until)
        .filter(decided_on.is_between(since, until, closed="right"))
        .group_by("currency", pl.col("level").clip(upper_bound=LEVELS[-1]), "state")
        .agg(pl.col("amount_minor").sum())
    )
    amounts: dict[str, dict[tuple[int, str], int]] = defaultdict(dict)
    for currency, level, state, amount in sums.rows():
        amounts[currency][level, state] = amount
    return amounts
