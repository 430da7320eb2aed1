"""Policy points: what a company adds to the value of a contact, each rule named and shown (lesson 15c).

A condition is a function of the cases' columns; a policy document says which apply and how many points each gives.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from huikuan.engine.ladder.document import Policy


def _segment(parameter: str) -> pl.Expr:
    return pl.col("segment") == parameter


def _status(parameter: str) -> pl.Expr:
    return pl.col("status") == parameter


def _grade(parameter: str) -> pl.Expr:
    return pl.col("grade") == parameter


def _over_credit_limit(_: str) -> pl.Expr:
    """Tell whether what is open in the base currency exceeds the customer's limit."""
    return pl.col("base_open_minor") > pl.col("credit_limit_minor")


def _habitual_delayer(_: str) -> pl.Expr:
    return pl.col("habitual_delayer")


def _promise_failed(_: str) -> pl.Expr:
    return pl.col("failed_promises") > 0


POINT_CONDITIONS: Mapping[str, Callable[[str], pl.Expr]] = {
    "segment": _segment,
    "status": _status,
    "grade": _grade,
    "over_credit_limit": _over_credit_limit,
    "habitual_delayer": _habitual_delayer,
    "promise_failed": _promise_failed,
}


def policy_points(policy: Policy) -> tuple[pl.Expr, pl.Expr]:
    """Return the sum of points and the list of codes (``condition`` or ``condition=parameter``) of a case."""
    if not policy.points:
        return pl.lit(0.0), pl.lit([], dtype=pl.List(pl.String))
    holds = [POINT_CONDITIONS[rule.condition](rule.parameter).fill_null(False) for rule in policy.points]
    codes = [f"{rule.condition}={rule.parameter}" if rule.parameter else rule.condition for rule in policy.points]
    points = pl.sum_horizontal(
        pl.when(condition).then(rule.points).otherwise(0.0)
        for condition, rule in zip(holds, policy.points, strict=True)
    )
    given = pl.concat_list(
        pl.when(condition).then(pl.lit([code])).otherwise(pl.lit([], dtype=pl.List(pl.String)))
        for condition, code in zip(holds, codes, strict=True)
    )
    return points, given
