"""What is left alone today, why, and until when: paused never means forgotten (D-704).

A row with a document is an item, or part of one, that may not be asked for; a row without one is a whole case with
nothing to do today. ``until`` is the last day of the pause (R-02): the day a promise is judged after, the day money
in transit should be cash, the next review of a dispute, the day before the ladder's next task is done. Credit notes,
unallocated cash and a ladder with nothing to come are looked at again every day: their ``until`` is today.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.casefacts import CASE, CaseFacts
from huikuan.engine.casework import Casework

DISPUTE_REVIEW_DAYS = 14  # [ours]


def skipped(items: pl.DataFrame, facts: CaseFacts, work: Casework) -> pl.DataFrame:
    """Return the rows of ``skipped``, sorted by customer, entity, document and reason."""
    parts = [_items_taken_off(items, as_of=facts.as_of), _idle_cases(facts, work)]
    return pl.concat(parts).sort("customer_id", "entity", "document_no", "reason")


def _items_taken_off(items: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return one row per overdue item and reason for which some of it is not asked today."""
    since_review = (pl.lit(as_of) - pl.col("dispute_opened_on")).dt.total_days() % DISPUTE_REVIEW_DAYS
    next_review = (pl.lit(as_of) + pl.duration(days=DISPUTE_REVIEW_DAYS - since_review.fill_null(0))).cast(pl.Date)
    today = pl.lit(as_of)
    taken = (
        ("disputed", pl.col("disputed_minor"), next_review),
        ("promised", pl.col("promised_minor"), pl.col("promised_until")),
        ("in_transit", pl.col("in_transit_minor") + pl.col("bills_minor"), pl.col("in_transit_until")),
        ("credit", pl.col("credit_minor"), today),
        ("unallocated", pl.col("unallocated_minor"), today),
    )
    overdue = items.lazy().filter("is_overdue")
    return pl.concat(
        overdue.filter(amount > 0).select("customer_id", "entity", "document_no", reason=pl.lit(reason), until=until)
        for reason, amount, until in taken
    ).collect()


def _idle_cases(facts: CaseFacts, work: Casework) -> pl.DataFrame:
    """Return one row per case that could be chased or reminded of, but has no row on the worklist."""
    small = facts.below_tolerance.select("case_no").unique()
    beside = (
        facts.waiting,
        work.opted_out.select("case_no", opted_out=pl.lit(True)),
        small.select("case_no", small=pl.lit(True)),
        work.next_days,
        facts.anchors.select("case_no", "anchor_due_date", overdue=~pl.col("is_upcoming")),
    )
    idle = facts.cases.select("case_no", *CASE, "delivered_on").join(
        work.rows.select("case_no").unique(), on="case_no", how="anti", maintain_order="left"
    )
    for known in beside:
        idle = idle.join(known, on="case_no", how="left", maintain_order="left")
    idle = idle.with_columns(pl.col("opted_out", "small", "overdue").fill_null(False))
    return (
        idle.with_columns(idle_reason=_idle_reason(facts.as_of), idle_until=_idle_until(facts.as_of))
        .filter(pl.col("idle_reason").is_not_null())
        .select(*CASE, document_no=pl.lit(""), reason="idle_reason", until="idle_until")
    )


def _is_done_today(as_of: date) -> pl.Expr:
    return pl.col("overdue") & (pl.col("delivered_on") == as_of).fill_null(False)


def _idle_reason(as_of: date) -> pl.Expr:
    """Return why a case has nothing to do today; null where its items say it already."""
    return (
        pl.when(pl.col("reason").is_not_null())
        .then("reason")
        .when("opted_out")
        .then(pl.lit("opted_out"))
        .when(_is_done_today(as_of))
        .then(pl.lit("done_today"))
        .when("overdue")
        .then(pl.lit("interval_not_passed"))
        .when("small")
        .then(pl.lit("tolerance"))
        .when(pl.col("anchor_due_date").is_not_null())
        .then(pl.lit("not_overdue"))
    )


def _idle_until(as_of: date) -> pl.Expr:
    """Return the last day of the case's pause."""
    today = pl.lit(as_of)
    return (
        pl.when(pl.col("until").is_not_null())
        .then("until")
        .when(pl.col("opted_out") | _is_done_today(as_of) | pl.col("small"))
        .then(today)
        .when(pl.col("next_on") > today)
        .then((pl.col("next_on") - pl.duration(days=1)).cast(pl.Date))
        .when(pl.col("anchor_due_date").is_not_null() & ~pl.col("overdue"))
        .then("anchor_due_date")
        .otherwise(today)
    )
