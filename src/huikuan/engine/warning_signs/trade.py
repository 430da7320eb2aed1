"""Signs in what a customer buys and owes: orders jump or stop, the limit is passed, the account is closed."""

from __future__ import annotations

import polars as pl

from huikuan.engine.money import half_up_quotient
from huikuan.engine.ranking import base_amount
from huikuan.engine.warning_signs.facts import MONTH, RECENT, YEAR, SignFacts
from huikuan.engine.warning_signs.limits import Limits

HALF_A_YEAR = 180  # a shorter history is no habit
CLOSED_STATUSES = ("blacklisted", "cancelled", "closed")


def orders_jump(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Issued in the last 30 days: at least ``percent`` of what 30 days usually bring, by the 12 months before."""
    known = facts.accounts.filter(pl.col("history_days") >= HALF_A_YEAR)
    usual = half_up_quotient(pl.col("before_month_minor").cast(pl.Int128) * MONTH, pl.col("history_days"))
    return (
        known.with_columns(usual_minor=usual.cast(pl.Int64))
        .select(
            pl.col("customer_id", "entity", "currency", "policy", "usual_minor"),
            amount_minor="month_minor",
            count="month_count",
            usual_count="before_month_count",
            percent=_percent(pl.col("month_minor"), pl.col("usual_minor")),
            since="month_from",
        )
        .filter(
            (pl.col("percent") >= limits["percent"])
            & (pl.col("count") >= limits["documents"])
            & (pl.col("usual_count") >= limits["documents_before"])
        )
    )


def orders_stop(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Issued in the last 90 days: at most ``percent`` of what 90 days usually bring, by the 12 months before."""
    usual = half_up_quotient(pl.col("before_minor").cast(pl.Int128) * RECENT, YEAR)
    return (
        facts.accounts.with_columns(usual_minor=usual.cast(pl.Int64))
        .select(
            pl.col("customer_id", "entity", "currency", "policy", "usual_minor"),
            amount_minor="recent_minor",
            count="recent_count",
            usual_count="before_count",
            percent=_percent(pl.col("recent_minor"), pl.col("usual_minor")),
            since="last_on",
        )
        .filter(
            (pl.col("usual_minor") > 0)
            & (pl.col("percent") <= limits["percent"])
            & (pl.col("usual_count") >= limits["documents_before"])
        )
    )


def over_limit(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Open with all our entities, less unallocated cash, in the base currency: over ``percent`` of the credit limit."""
    pools = facts.ledger.pools.select("customer_id", "entity", "currency", "unallocated_minor")
    accounts = facts.accounts.filter(pl.col("credit_limit_minor").is_not_null())
    owed = accounts.join(pools, on=["customer_id", "entity", "currency"], how="left", maintain_order="left")
    net = pl.col("open_minor") - pl.col("unallocated_minor").fill_null(0)
    exposure = base_amount(net, base=facts.base).sum().over("customer_id")
    return (
        owed.with_columns(amount_minor=exposure)
        .unique(["customer_id", "entity"], keep="first", maintain_order=True)
        .select(
            pl.col("customer_id", "entity", "policy", "amount_minor"),
            currency=pl.lit(facts.base),
            usual_minor="credit_limit_minor",
            percent=_percent(pl.col("amount_minor"), pl.col("credit_limit_minor")),
        )
        .filter(
            pl.col("amount_minor").cast(pl.Int128) * 100
            > pl.col("usual_minor").cast(pl.Int128) * limits["percent"].cast(pl.Int128)
        )
    )


def account_closed(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """The customers table says blacklisted, cancelled or closed, and something is still open."""
    del limits
    closed = facts.cases.filter(pl.col("status").is_in(CLOSED_STATUSES))
    return closed.select("customer_id", "entity", "policy", "status")


def _percent(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """Return part of whole in whole per cent, cut off, so that rounding meets no threshold; null of nothing."""
    wide = part.cast(pl.Int128) * 100 // pl.when(whole > 0).then(whole).cast(pl.Int128)
    return wide.clip(-1_000_000, 1_000_000).cast(pl.Int32)
