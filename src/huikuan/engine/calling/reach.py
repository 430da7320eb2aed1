"""How often calls reached somebody, by weekday and hour, and how that evidence overrules a preset (D-802).

    rate   = (prior x 20 + reached) / (20 + calls)          of the other customers, prior = base x preset
    chance = (rate x 20 + reached) / (20 + calls)           of this customer
    base   = (0.40 x 20 + reached) / (20 + calls)           of all calls at any hour

Each is the mean of a beta-binomial whose prior weighs 20 calls, so a single lucky call moves little and fifteen move
much. The base keeps hours comparable: without it a company that reaches many would always be told to call when it
called most. The worked example in docs/engine/calling.md is recomputed by a test.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import polars as pl

WEIGHT = 20  # calls that a prior is worth [ours]
BASE = 0.40  # of calls that reach somebody, before any is recorded [ours]
LOOK_BACK_DAYS = 365  # habits of long ago say little [ours]
CELL = ["weekday", "hour"]


def timed_calls(activities: pl.DataFrame, *, internal_steps: Collection[str], as_of: date) -> pl.DataFrame:
    """Return the phone calls to customers in the last year whose hour is known.

    Columns: customer_id, weekday, hour, is_delivered. ``activities``: contacts.known_activities. Midnight is the hour
    of a source that gave none: not counted (R-72).
    """
    has_clock = pl.col("at").dt.time() != pl.time(0)
    is_recent = pl.col("on") > as_of - timedelta(days=LOOK_BACK_DAYS)
    with_customer = ~pl.col("step").is_in(internal_steps).fill_null(False)
    calls = activities.lazy().filter((pl.col("channel") == "phone") & has_clock & is_recent & with_customer)
    return calls.select(
        "customer_id", "is_delivered", weekday=pl.col("on").dt.weekday(), hour=pl.col("at").dt.hour()
    ).collect()


def reach_counts(calls: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the counts by weekday and hour: of everybody (``calls``, ``reached``), and by customer (``own_…``)."""
    own = calls.group_by("customer_id", *CELL).agg(
        own_calls=pl.len().cast(pl.Int32), own_reached=pl.col("is_delivered").sum().cast(pl.Int32)
    )
    everybody = own.group_by(CELL).agg(calls=pl.col("own_calls").sum(), reached=pl.col("own_reached").sum())
    return everybody, own


def base_rate(everybody: pl.DataFrame) -> float:
    """Return how often a call reaches somebody at any hour."""
    calls, reached = int(everybody["calls"].sum()), int(everybody["reached"].sum())
    return round((BASE * WEIGHT + reached) / (WEIGHT + calls), 4)


def shrunk(prior: pl.Expr, reached: pl.Expr, calls: pl.Expr) -> pl.Expr:
    """Return the rate that a prior worth 20 calls and these calls give, to four decimals."""
    return ((prior * WEIGHT + reached) / (WEIGHT + calls)).round(4)
