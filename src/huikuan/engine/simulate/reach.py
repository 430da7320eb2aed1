"""How often an attempt reaches the other side, by channel: a prior worth 20 attempts, moved by the folder's log."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine.chances import LOOK_BACK_DAYS
from huikuan.engine.tables import COUNT, TEXT, Schema

PRIOR_ATTEMPTS = 20
# The share of attempts that arrive [ours]; a channel that is not listed arrives half of the time.
PRIOR_SHARE = {
    "sms": 0.95,
    "email": 0.95,
    "phone": 0.60,
    "wecom": 0.90,
    "dingtalk": 0.90,
    "feishu": 0.90,
    "letter": 0.90,
    "visit": 0.70,
    "portal": 0.50,
}
UNKNOWN_SHARE = 0.50
REACH: Schema = {"channel": TEXT, "attempts": COUNT, "delivered": COUNT, "prior": pl.Float64, "chance": pl.Float64}


def reach(activities: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Return what the year up to ``as_of`` shows of each channel; columns of REACH.

    ``activities``: as contacts.known_activities returns them.
    """
    recent = activities.filter(pl.col("on") > as_of - timedelta(days=LOOK_BACK_DAYS))
    seen = recent.group_by("channel").agg(attempts=pl.len(), delivered=pl.col("is_delivered").sum())
    shipped = pl.DataFrame(list(PRIOR_SHARE.items()), schema={"channel": TEXT, "prior": pl.Float64}, orient="row")
    chance = (pl.col("delivered") + PRIOR_ATTEMPTS * pl.col("prior")) / (pl.col("attempts") + PRIOR_ATTEMPTS)
    return (
        shipped.join(seen, on="channel", how="left", maintain_order="left")
        .with_columns(pl.col("attempts", "delivered").fill_null(0))
        .with_columns(chance=chance.round(4))
        .select(pl.col(name).cast(dtype) for name, dtype in REACH.items())
    )


def chance_of_any(channels: pl.Expr, reached: pl.DataFrame) -> pl.Expr:
    """Return the chance that at least one of the channels of a step arrives."""
    misses = {channel: 1 - chance for channel, chance in reached.select("channel", "chance").iter_rows()}
    missed = pl.element().replace_strict(misses, default=1 - UNKNOWN_SHARE, return_dtype=pl.Float64)
    return 1 - channels.list.eval(missed.product()).list.first().fill_null(1.0)
