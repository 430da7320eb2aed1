"""Figures that workbook and report share: ageing per customer, the ladder, the largest debtors, what waits and why.

All in minor units and per currency; two currencies are never added (UI.md 3).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from huikuan.engine.codes import BUCKETS
from huikuan.engine.outcome import Plan
from huikuan.gateways.exports.summary import OVERDUE_BUCKETS

BUCKET_ORDER = tuple(BUCKETS)


def ageing_matrix(ageing: pl.DataFrame) -> pl.DataFrame:
    """Return customer_id, entity, currency, a column per bucket, ``total``; the largest first per currency."""
    amount, bucket = pl.col("amount_minor"), pl.col("bucket")
    sums = [amount.filter(bucket == name).sum().alias(name) for name in BUCKET_ORDER]
    matrix = ageing.group_by("customer_id", "entity", "currency").agg(*sums, amount.sum().alias("total"))
    return matrix.sort(pl.col("currency"), -pl.col("total"), "customer_id", "entity")


def ageing_by_bucket(plan: Plan, currency: str) -> pl.DataFrame:
    """Return bucket, amount and number of customers of one currency, every bucket in its order."""
    found = (
        plan.ageing.filter(pl.col("currency") == currency)
        .group_by("bucket")
        .agg(pl.col("amount_minor").sum().alias("minor"), pl.col("customer_id").n_unique().alias("customers"))
    )
    order = pl.DataFrame({"bucket": BUCKET_ORDER})
    return order.join(found, on="bucket", how="left", maintain_order="left").fill_null(0)


def ladder_amounts(plan: Plan, currency: str) -> pl.DataFrame:
    """Return per rung of the default policy, in its order: amount to chase that stops here, and that reached it.

    ``reached`` counts what stands on this rung or a later one; items of other policies are left out.
    """
    policy = plan.policies[plan.default_policy]
    rungs = pl.DataFrame({"rung": [rung.id for rung in policy.rungs]}, schema={"rung": pl.String})
    mine = (pl.col("currency") == currency) & (pl.col("policy") == plan.default_policy)
    stopped = (
        plan.items.filter(mine, pl.col("eligible_minor") > 0)
        .group_by("rung", "customer_id", "entity")
        .agg(pl.col("eligible_minor").sum())
        .group_by("rung")
        .agg(pl.col("eligible_minor").sum().alias("stopped"), pl.len().alias("cases"))
    )
    joined = rungs.join(stopped, on="rung", how="left", maintain_order="left").fill_null(0)
    return joined.with_columns(pl.col("stopped").cum_sum(reverse=True).alias("reached"))


def largest_overdue(plan: Plan, *, currency: str, count: int) -> pl.DataFrame:
    """Return the customers with the most overdue money of a currency: buckets, ``overdue``, ``total``, oldest."""
    matrix = ageing_matrix(plan.ageing.filter(pl.col("currency") == currency))
    overdue = matrix.with_columns(pl.sum_horizontal(OVERDUE_BUCKETS).alias("overdue")).filter(pl.col("overdue") > 0)
    case = ["customer_id", "entity"]
    largest = overdue.sort(-pl.col("overdue"), *case).head(count)
    oldest = (
        plan.items.filter(pl.col("currency") == currency)
        .join(largest, on=case, how="semi")
        .group_by(case)
        .agg(pl.col("overdue_days").max().alias("oldest_overdue_days"))
    )
    return largest.join(oldest, on=case, how="left", maintain_order="left")


def waiting(plan: Plan) -> pl.DataFrame:
    """Return per skip reason and currency: how many lines wait, their open amount where items wait, the last day.

    ``until`` is empty where some wait has no end date but its cause; currency is empty for whole cases that wait.
    """
    items = plan.items.select("document_no", "customer_id", "entity", "currency", "open_minor")
    lines = plan.skipped.filter(pl.col("reason") != "not_overdue").join(
        items, on=["document_no", "customer_id", "entity"], how="left"
    )
    return (
        lines.group_by("reason", pl.col("currency").fill_null(""))
        .agg(
            pl.len().alias("lines"),
            pl.col("customer_id").n_unique().alias("customers"),
            pl.col("open_minor").sum(),
            pl.col("until").min().alias("first_until"),
            pl.col("until").max().alias("last_until"),
        )
        .sort(pl.col("lines"), "reason", "currency", descending=[True, False, False])
    )


def occurring(matrix: pl.DataFrame, columns: Iterable[str]) -> Sequence[str]:
    """Return those of the columns in which some figure is not zero."""
    return [name for name in columns if bool((matrix[name] != 0).any())]
