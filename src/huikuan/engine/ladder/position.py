"""Where an item or a case stands on the ladder, by facts alone (D-703): no contact and no roll changes it."""

from __future__ import annotations

import polars as pl

from huikuan.engine.ladder.document import Policy


def rung_at(policy: Policy, *, days: pl.Expr, is_monthly: pl.Expr) -> pl.Expr:
    """Return the id of the highest rung whose day has come, null before the first.

    ``days``: days past the due date. A rung with a grace keeps month-settlement customers through its last day; the
    later thresholds stay on the original days (P-2).
    """
    in_grace = [
        pl.when(is_monthly & days.is_between(rung.from_day, rung.monthly_grace_days)).then(pl.lit(rung.id))
        for rung in policy.rungs
        if rung.monthly_grace_days
    ]
    by_day = [pl.when(days >= rung.from_day).then(pl.lit(rung.id)) for rung in reversed(policy.rungs)]
    return pl.coalesce(*in_grace, *by_day)


def policy_class(policy: Policy, rung: pl.Expr) -> pl.Expr:
    """Return the policy's own class of a rung, empty where it has none."""
    classes = {rung_.id: rung_.policy_class for rung_ in policy.rungs if rung_.policy_class}
    if not classes:
        return pl.lit(None, pl.String)
    return rung.replace_strict(classes, default=None, return_dtype=pl.String)
