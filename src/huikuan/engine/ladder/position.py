"""Where an item or a case stands on the ladder, by facts alone (D-703): no roll to a working day changes it."""

from __future__ import annotations

import polars as pl

from huikuan.engine.choosing import first_that_holds
from huikuan.engine.ladder.conditions import Scene, begins_on
from huikuan.engine.ladder.document import Policy


def rung_at(policy: Policy, *, days: pl.Expr, is_monthly: pl.Expr) -> pl.Expr:
    """Return the id of the highest rung of a plain policy whose day has come, null before the first.

    ``days``: days past the due date. A rung with a grace keeps month-settlement customers through its last day; the
    later thresholds stay on the original days (P-2).
    """
    starts = [(rung, rung.from_day) for rung in policy.rungs if rung.from_day is not None]
    assert len(starts) == len(policy.rungs), "other conditions are answered by places"
    in_grace = [
        (is_monthly & days.is_between(start, rung.monthly_grace_days), pl.lit(rung.id))
        for rung, start in starts
        if rung.monthly_grace_days
    ]
    by_day = [(days >= start, pl.lit(rung.id)) for rung, start in reversed(starts)]
    return first_that_holds([*in_grace, *by_day], rest=pl.lit(None, pl.String))


def places(scene: Scene) -> pl.DataFrame:
    """Return for each row ``rung``, the highest in document order whose day has come, and ``reminded_from``, the first
    day no later than the due date on which a rung begins.

    Rows: due_date, overdue_days, is_monthly and ``conditions.GROUND``.
    """
    rungs, as_of = scene.policy.rungs, scene.today.as_of
    begun = pl.DataFrame({rung.id: begins_on(rung.begins, scene) for rung in rungs}).with_columns(
        scene.rows.select(due_date_="due_date", overdue_days_="overdue_days", is_monthly_="is_monthly")
    )
    in_grace = [
        pl.when(pl.col("is_monthly_") & (pl.col(rung.id) <= as_of) & (pl.col("overdue_days_") <= grace)).then(
            pl.lit(rung.id)
        )
        for rung in rungs
        if (grace := rung.monthly_grace_days)
    ]
    by_day = [pl.when(pl.col(rung.id) <= as_of).then(pl.lit(rung.id)) for rung in reversed(rungs)]
    before_due = [pl.when(pl.col(rung.id) <= pl.col("due_date_")).then(pl.col(rung.id)) for rung in rungs]
    return begun.select(rung=pl.coalesce(*in_grace, *by_day), reminded_from=pl.min_horizontal(before_due))


def policy_class(policy: Policy, rung: pl.Expr) -> pl.Expr:
    """Return the policy's own class of a rung, empty where it has none."""
    classes = {rung_.id: rung_.policy_class for rung_ in policy.rungs if rung_.policy_class}
    if not classes:
        return pl.lit(None, pl.String)
    return rung.replace_strict(classes, default=None, return_dtype=pl.String)
