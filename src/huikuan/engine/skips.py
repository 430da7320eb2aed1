"""What is left alone today, why, and until when: paused never means forgotten (D-704).

A row with a document is an item, or part of one, that may not be asked for; a row without one is a whole case with
nothing to do today. ``until`` is the last day of the pause (R-02): the day a promise is judged after, the day money
in transit should be cash, the next review of a dispute, the day before the ladder's next slot. Credit notes and
unallocated cash are looked at again every day: their ``until`` is today.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.casefacts import CASE, CaseFacts
from huikuan.engine.casework import Casework

DISPUTE_REVIEW_DAYS = 14  # [ours]
_COLUMNS = ("customer_id", "entity", "document_no", "reason", "until")


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
    overdue = items.filter("is_overdue")
    return pl.concat(
        overdue.filter(amount > 0).select("customer_id", "entity", "document_no", reason=pl.lit(reason), until=until)
        for reason, amount, until in taken
    )


def _idle_cases(facts: CaseFacts, work: Casework) -> pl.DataFrame:
    """Return one row per case that could be chased or reminded of, but has no row on the worklist."""
    day_before_next = (pl.col("next_on") - pl.duration(days=1)).cast(pl.Date)
    today = pl.lit(facts.as_of)
    small_until = facts.below_tolerance.select("case_no").unique().with_columns(small=pl.lit(True))
    idle = (
        facts.cases.select("case_no", *CASE, "delivered_on")
        .join(work.rows.select("case_no").unique(), on="case_no", how="anti", maintain_order="left")
        .join(facts.waiting, on="case_no", how="left", maintain_order="left")
        .join(work.opted_out.with_columns(opted_out=pl.lit(True)), on="case_no", how="left", maintain_order="left")
        .join(small_until, on="case_no", how="left", maintain_order="left")
        .join(work.next_days, on="case_no", how="left", maintain_order="left")
        .join(
            facts.overdue_anchors.select("case_no", overdue=pl.lit(True)),
            on="case_no",
            how="left",
            maintain_order="left",
        )
        .join(
            facts.upcoming_anchors.select("case_no", "anchor_due_date"), on="case_no", how="left", maintain_order="left"
        )
    )
    is_overdue = pl.col("overdue").fill_null(False)
    done_today = is_overdue & (pl.col("delivered_on") == today).fill_null(False)
    has_upcoming = pl.col("anchor_due_date").is_not_null()
    reason = (
        pl.when(pl.col("reason").is_not_null())
        .then("reason")
        .when("opted_out")
        .then(pl.lit("opted_out"))
        .when(done_today)
        .then(pl.lit("done_today"))
        .when(is_overdue)
        .then(pl.lit("interval_not_passed"))
        .when("small")
        .then(pl.lit("tolerance"))
        .when(has_upcoming)
        .then(pl.lit("not_overdue"))
    )
    until = (
        pl.when(pl.col("until").is_not_null())
        .then("until")
        .when(pl.col("opted_out").fill_null(False) | done_today | pl.col("small").fill_null(False))
        .then(today)
        .when(pl.col("next_on") > today)
        .then(day_before_next)
        .when(has_upcoming & ~is_overdue)
        .then("anchor_due_date")
        .otherwise(today)
    )
    return (
        idle.with_columns(reason=reason, until=until, document_no=pl.lit(""))
        .filter(pl.col("reason").is_not_null())
        .select(_COLUMNS)
    )
