"""Age of what is open: overdue days, buckets and debt classes (D-501, files.md "Ids").

The first overdue day is the day after the due date. The buckets of a case always sum to its ledger, with credit notes,
bills, retention and unallocated cash as lines of their own (kpis.md, lesson 7).
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.choosing import first_that_holds

# First overdue day of each bucket, oldest first.
_BUCKET_STARTS = ((366, "over-365"), (181, "181-365"), (91, "91-180"), (61, "61-90"), (31, "31-60"), (1, "1-30"))
OVERDUE_BUCKETS = tuple(name for _, name in reversed(_BUCKET_STARTS))
BUCKETS = ("not_due", *OVERDUE_BUCKETS, "credit", "bills_in_hand", "retention", "unallocated")
DEBT_CLASSES = ("not_due", "collecting", "near_doubtful", "doubtful", "dead")
_CLASS_STARTS = ((731, "dead"), (61, "doubtful"), (31, "near_doubtful"), (1, "collecting"))
LEGAL_FLAG_DAYS = (366, 730)  # a doubtful debt of this age is flagged for law


def overdue_days(as_of: date) -> pl.Expr:
    """Return days past ``due_date``: negative before it, 0 on it and for credit notes; empty without a due date."""
    days = (pl.lit(as_of) - pl.col("due_date")).dt.total_days()
    return pl.when(pl.col("kind") == "credit_note").then(0).otherwise(days).cast(pl.Int32)


def bucket(days: pl.Expr) -> pl.Expr:
    """Return the bucket of an amount that is so many days overdue; no due date counts as not due."""
    return _first_reached(days, _BUCKET_STARTS, before="not_due")


def item_bucket() -> pl.Expr:
    """Return the bucket of an item: its kind may keep it outside the ageing by days."""
    return (
        pl.when(pl.col("open_minor") < 0)
        .then(pl.lit("credit"))
        .when(pl.col("bills_minor") == pl.col("open_minor"))
        .then(pl.lit("bills_in_hand"))
        .when((pl.col("kind") == "retention") & (pl.col("overdue_days").fill_null(0) <= 0))
        .then(pl.lit("retention"))
        .otherwise(bucket(pl.col("overdue_days")))
    )


def debt_class(*, debtor_gone: pl.Expr) -> pl.Expr:
    """Return the class by overdue days, or dead when the debtor is gone; credit notes are not due (D-501)."""
    return (
        pl.when((pl.col("open_minor") > 0) & debtor_gone)
        .then(pl.lit("dead"))
        .otherwise(_first_reached(pl.col("overdue_days"), _CLASS_STARTS, before="not_due"))
    )


def legal_flag() -> pl.Expr:
    """Tell whether a doubtful debt is so old that law has to look at it (D-501)."""
    first, last = LEGAL_FLAG_DAYS
    return ((pl.col("debt_class") == "doubtful") & pl.col("overdue_days").is_between(first, last)).fill_null(False)


def _first_reached(days: pl.Expr, starts: tuple[tuple[int, str], ...], *, before: str) -> pl.Expr:
    return first_that_holds(((days >= start, pl.lit(name)) for start, name in starts), rest=pl.lit(before))


def ageing(items: pl.DataFrame, pools: pl.DataFrame) -> pl.DataFrame:
    """Return amounts per customer, entity, currency and bucket; per currency they sum to the ledger.

    ``items``: with case_no, bucket, open_minor, bills_minor. ``pools``: unallocated_minor per case and currency.
    """
    key = ["customer_id", "entity", "currency"]
    order = pl.Enum(BUCKETS)
    # What a bill covers stands under bills_in_hand, even where the rest of its item is in a bucket by days.
    bills = pl.when(pl.col("bucket") == "bills_in_hand").then(0).otherwise("bills_minor")
    sums = (
        items.group_by("case_no", "currency", pl.col("bucket").cast(order))
        .agg(
            pl.col("customer_id", "entity").first(),
            amount_minor=(pl.col("open_minor") - bills).sum(),
            bills=bills.sum(),
        )
        .sort("case_no", "currency", "bucket")
    )
    in_hand = sums.filter(pl.col("bills") != 0).select(
        *key, bucket=pl.lit("bills_in_hand", order), amount_minor="bills"
    )
    cash = pools.filter(pl.col("unallocated_minor") != 0).select(
        *key, bucket=pl.lit("unallocated", order), amount_minor=-pl.col("unallocated_minor")
    )
    return (
        pl.concat([sums.select(*key, "bucket", "amount_minor"), in_hand, cash])
        .group_by(*key, "bucket")
        .agg(pl.col("amount_minor").sum())
        .sort(*key, "bucket")
    )
