"""Signs in how a customer pays: later than before, in parts, with paper that bounces, others but not us."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl

from huikuan.engine.contacts import CASE
from huikuan.engine.money import half_up_quotient
from huikuan.engine.warning_signs.facts import RECENT, YEAR, SignFacts
from huikuan.engine.warning_signs.limits import Limits

REFUSED_WITHIN = 180
PAID_OTHERS_WITHIN = 60


def slower_payment(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Documents paid in full: their amount-weighted days past due, in 90 days against the year before (R-82)."""
    paid = facts.accounts.filter((pl.col("paid_count") > 0) & (pl.col("paid_before_count") > 0))
    return paid.select(
        pl.col("customer_id", "entity", "currency", "policy"),
        days=half_up_quotient(pl.col("paid_late"), pl.col("paid_minor")).cast(pl.Int32),
        usual_days=half_up_quotient(pl.col("paid_before_late"), pl.col("paid_before_minor")).cast(pl.Int32),
        count="paid_count",
        usual_count="paid_before_count",
        amount_minor="paid_minor",
        usual_minor="paid_before_minor",
        since="paid_from",
    ).filter(
        (pl.col("days") - pl.col("usual_days") >= limits["days"])
        & (pl.col("days") > 0)
        & (pl.col("count") >= limits["documents"])
        & (pl.col("usual_count") >= limits["documents_before"])
    )


def part_payments(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Receipts for less than their document: at least so many in the last 90 days, and a greater share than before."""
    is_part = pl.col("paid_minor") < pl.col("amount_minor")
    recent = facts.within(pl.col("received_on"), RECENT)
    before = facts.within(pl.col("received_on"), YEAR, before=RECENT)
    counted = facts.receipts.group_by(*CASE, "currency", maintain_order=True).agg(
        count=(recent & is_part).sum().cast(pl.Int32),
        of_count=recent.sum().cast(pl.Int32),
        usual_count=(before & is_part).sum().cast(pl.Int32),
        usual_of_count=before.sum().cast(pl.Int32),
        amount_minor=pl.col("paid_minor").filter(recent & is_part).sum(),
        since=pl.col("received_on").filter(recent & is_part).min(),
    )
    share = pl.col("count") * 100 // pl.col("of_count")
    usual = pl.col("usual_count") * 100 // pl.col("usual_of_count")
    enough = counted.filter((pl.col("count") > 0) & (pl.col("usual_of_count") > 0))
    return facts.of_open_cases(enough.with_columns(percent=share, usual_percent=usual)).filter(
        (pl.col("count") >= limits["receipts"])
        & (pl.col("percent") - pl.col("usual_percent") >= limits["percent_more"])
        & (pl.col("usual_of_count") >= limits["receipts_before"])
    )


def paper_refused(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Acceptance bills and cheques that were refused in the last 180 days."""
    columns = [*CASE, "currency", "payment", "amount_minor", "refused_on"]
    refused = facts.ledger.money.refused.select(columns)
    found = refused.filter(facts.within(pl.col("refused_on"), REFUSED_WITHIN))
    counted = found.group_by(*CASE, "currency", maintain_order=True).agg(
        count=pl.len().cast(pl.Int32), amount_minor=pl.col("amount_minor").sum(), since=pl.col("refused_on").min()
    )
    return facts.of_open_cases(counted).filter(pl.col("count") >= limits["times"])


def pays_others(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Overdue with one of our entities and no money for it in the last 60 days, while another of ours was paid."""
    late = facts.accounts.filter(pl.col("oldest_due").is_not_null())
    if late.is_empty() or facts.ledger.documents["entity"].n_unique() < 2:
        return late.clear().select("customer_id", "entity", "currency", "policy")
    came = facts.receipts.filter(facts.within(pl.col("received_on"), PAID_OTHERS_WITHIN)).select(CASE)
    of_others = came.group_by("customer_id").agg(count=pl.len().cast(pl.Int32))  # its own case has none
    return (
        late.join(came, on=CASE, how="anti", maintain_order="left")
        .join(of_others, on="customer_id", maintain_order="left")
        .select(
            pl.col("customer_id", "entity", "currency", "policy", "count"),
            amount_minor="overdue_minor",
            days=_days_past(pl.col("oldest_due"), facts.as_of),
            since=pl.col("oldest_due") + timedelta(days=1),
        )
        .filter((pl.col("days") >= limits["days"]) & (pl.col("count") >= limits["receipts"]))
    )


def _days_past(due: pl.Expr, as_of: date) -> pl.Expr:
    return (pl.lit(as_of) - due).dt.total_days().cast(pl.Int32)
