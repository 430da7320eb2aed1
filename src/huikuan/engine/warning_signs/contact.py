"""Signs in how a customer answers: cannot be reached, the person changes, no date, disputes at the due date."""

from __future__ import annotations

import polars as pl

from huikuan.engine.contacts import CASE, UNDELIVERED_OUTCOMES
from huikuan.engine.warning_signs.facts import RECENT, YEAR, SignFacts
from huikuan.engine.warning_signs.limits import Limits

LATELY = 60  # days; an older row says nothing about today
WITH_A_DATE = ("promised", "partly_paid", "says_paid")


def unreachable(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Attempts in a row that reached nobody since the last contact that did, the last within 60 days."""
    failed = pl.col("outcome").is_in(UNDELIVERED_OUTCOMES) & ~pl.col("is_delivered")
    streak = _in_a_row(facts, failed, ended_by=pl.col("is_delivered"))
    return facts.of_open_cases(streak).filter(pl.col("count") >= limits["attempts"])


def stalling(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Conversations in a row that ended without a date, asking for time or putting off, the last within 60 days."""
    streak = _in_a_row(facts, pl.col("outcome") == "stalling", ended_by=pl.col("outcome").is_in(WITH_A_DATE))
    return facts.of_open_cases(streak).filter(pl.col("count") >= limits["times"])


def _in_a_row(facts: SignFacts, counted: pl.Expr, *, ended_by: pl.Expr) -> pl.DataFrame:
    """Return per case the activities counted since the last one that ended the row: count, since."""
    activities = facts.activities.lazy().filter(pl.col("case_no").is_not_null())
    ended = activities.filter(ended_by).group_by("case_no").agg(ended_at=pl.col("at").max())
    return (
        activities.filter(counted)
        .select("case_no", *CASE, "at", "on")
        .join(ended, on="case_no", how="left", maintain_order="left")
        .filter((pl.col("at") > pl.col("ended_at")).fill_null(True))
        .group_by("case_no", maintain_order=True)
        .agg(pl.col(CASE).first(), count=pl.len().cast(pl.Int32), since=pl.col("on").min(), last_on=pl.col("on").max())
        .filter(facts.within(pl.col("last_on"), LATELY))
        .drop("case_no", "last_on")
        .collect()
    )


def contact_changed(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Contacts of the last 90 days that met somebody who is not, or no longer, in charge."""
    met = facts.activities.filter((pl.col("outcome") == "wrong_person") & facts.within(pl.col("on"), RECENT))
    counted = met.group_by(CASE, maintain_order=True).agg(count=pl.len().cast(pl.Int32), since=pl.col("on").min())
    return facts.of_open_cases(counted).filter(pl.col("count") >= limits["times"])


def disputes_near_due(facts: SignFacts, limits: Limits) -> pl.DataFrame:
    """Disputes opened in the days up to the due date: several in the last 90 days, and more often than before."""
    known = facts.disputes.filter(pl.col("opened_on") <= facts.as_of)
    if known.is_empty():
        return facts.cases.clear().select("customer_id", "entity", "policy")
    documents = facts.ledger.documents.select("document_no", *CASE, "due_date").join(
        known.select("document_no"), on="document_no", how="semi"
    )
    disputed = facts.of_open_cases(known.join(documents, on="document_no", maintain_order="left"))
    ahead = (pl.col("due_date") - pl.col("opened_on")).dt.total_days()
    near = disputed.filter(ahead.is_between(0, limits["days_before"]))
    recent = facts.within(pl.col("opened_on"), RECENT)
    counted = near.group_by(*CASE, "policy", maintain_order=True).agg(
        count=recent.sum().cast(pl.Int32),
        usual_count=facts.within(pl.col("opened_on"), YEAR, before=RECENT).sum().cast(pl.Int32),
        since=pl.col("opened_on").filter(recent).min(),
    )
    more_often = pl.col("count") * YEAR > pl.col("usual_count") * RECENT
    return counted.filter((pl.col("count") >= limits["disputes"]) & more_often)
