"""The order of the worklist (lesson 15): hard lane first, then value, with every part of the sum in the row.

value = amount x (chance paid within 14 days with contact - without) - cost of the contact, in the base currency;
score = value / value_per_point + policy points. Hard-lane rows are ordered by their reason, then by score. Floats
appear only here and are rounded before sorting; ties go by customer id.
"""

from __future__ import annotations

import polars as pl

from huikuan.engine.ladder.document import Policy
from huikuan.engine.ladder.points import policy_points
from huikuan.engine.money import minor_per_major
from huikuan.engine.rates import rate_ppm

# Reasons that put a case into the hard lane, most pressing first.
HARD_REASONS = ("promise_broken", "promise_partly_kept", "bill_refused", "promise_due", "verify_payment")
_CHANCE_KEY = ["bucket", "promises"]


def with_value(rows: pl.DataFrame, chances: pl.DataFrame, policy: Policy, *, base: str) -> pl.DataFrame:
    """Add the parts of the value and the score to worklist rows of one policy.

    ``rows``: value_base_minor, currency, channels, bucket, promises and the columns that the policy's points need.
    """
    with_contact, without = (
        chances.filter(pl.col("contacted") == contacted).select(
            *_CHANCE_KEY, pl.col("chance").alias(f"chance_{name}"), pl.col("count").alias(f"chance_count_{name}")
        )
        for contacted, name in ((True, "with"), (False, "without"))
    )
    per_major = minor_per_major(pl.lit(base))
    costs = {channel: float(cost) for channel, cost in policy.costs.items()}
    cost_major = (
        pl.col("channels")
        .list.eval(pl.element().replace_strict(costs, default=0.0, return_dtype=pl.Float64))
        .list.sum()
    )
    points, given = policy_points(policy)
    return (
        rows.join(with_contact, on=_CHANCE_KEY, how="left", maintain_order="left")
        .join(without, on=_CHANCE_KEY, how="left", maintain_order="left")
        .with_columns(
            rate_ppm=rate_ppm(pl.col("currency"), base=base).fill_null(1_000_000),
            cost_minor=(cost_major * per_major).round().cast(pl.Int64),
            policy_points=points,
            points_given=given,
        )
        .with_columns(value_minor=_value(base))
        .with_columns(score=_score(policy, per_major))
    )


def base_amount(minor: pl.Expr, *, base: str) -> pl.Expr:
    """Return an amount in minor units of the base currency, for ordering only."""
    scaled = minor / minor_per_major(pl.col("currency")) * minor_per_major(pl.lit(base))
    return scaled * rate_ppm(pl.col("currency"), base=base).fill_null(1_000_000) / 1_000_000


def _value(base: str) -> pl.Expr:
    gain = pl.col("chance_with") - pl.col("chance_without")
    return (base_amount(pl.col("value_base_minor"), base=base) * gain - pl.col("cost_minor")).round().cast(pl.Int64)


def _score(policy: Policy, per_major: pl.Expr) -> pl.Expr:
    value_points = pl.col("value_minor") / (float(policy.value_per_point) * per_major)
    return (value_points + pl.col("policy_points")).round(4)


def ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the rows in rank order with ``rank``; rows of one case share the rank of its best (R-28).

    ``rows``: case_no, customer_id, entity, currency, lane, urgency (place in HARD_REASONS, greater for others), score.
    """
    case = rows.group_by("case_no").agg(best_urgency=pl.col("urgency").min(), best_score=pl.col("score").max())
    ordered = rows.join(case, on="case_no").sort(
        "best_urgency",
        "best_score",
        "customer_id",
        "entity",
        "score",
        "currency",
        descending=[False, True, False, False, True, False],
    )
    is_new = (pl.col("case_no") != pl.col("case_no").shift()).fill_null(True)
    return ordered.with_columns(rank=is_new.cum_sum().cast(pl.Int32))
