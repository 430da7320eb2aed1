"""What happened with the cases of the worklist, counted: contacts, promises, payments, disputes.

Only the last year counts, and only the cases that have a row today. All counts are of the case (customer and entity),
but for the payments to our other entities. A refusal of a step that needs an approval is our approver's (R-31), not
the customer's: such records and those of internal steps are left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import polars as pl

from huikuan.engine.casefacts import CASE, Known
from huikuan.engine.contacts import UNDELIVERED_OUTCOMES
from huikuan.engine.ladder.document import Policy

LOOK_BACK_DAYS = 365
RECENT_DAYS = 90  # payments of these days are compared with those of the year before them
ON_TIME_TOLERANCE_DAYS = 3  # a transfer over a weekend is no delay
SPOKEN_CHANNELS = ("phone", "visit")  # an attempt on these reaches a person or nobody
COUNTS = (
    "refused_count", "stalling_count", "wrong_person_count", "unreached_in_a_row", "broken_count", "partly_count",
    "kept_count", "paid_count", "on_time_count", "recent_count", "before_count", "newer_paid_count", "part_paid_count",
    "paid_elsewhere_count", "dispute_count", "contact_count", "contacts_since_due",
)  # fmt: skip
_ANCHOR = (*CASE, "anchor_due_date")


def with_evidence(rows: pl.DataFrame, known: Known, policies: Mapping[str, Policy], *, as_of: date) -> pl.DataFrame:
    """Add ``COUNTS``, last_answer, last_note, recent_late_days, before_late_days and dispute_reason to worklist rows.

    ``rows``: CASE and anchor_due_date, several of a case where it has several currencies.
    """
    listed = rows.select(_ANCHOR).unique(CASE, keep="first", maintain_order=True)
    since = as_of - timedelta(days=LOOK_BACK_DAYS)
    activities = known.activities.filter(pl.col("on") > since)
    parts = (
        _contacts(activities, listed, policies),
        _promises(known.promises.filter(pl.col("until") > since), listed),
        _payments(known.ledger.documents.filter(pl.col("paid_on") > since), listed, as_of=as_of),
        _payments_elsewhere(known.ledger.money.payments, listed),
        _disputes(known, listed, as_of=as_of),
    )
    for part in parts:
        rows = rows.join(part, on=CASE, how="left", maintain_order="left")
    return rows.with_columns(pl.col(COUNTS).fill_null(0).cast(pl.Int32))


def _contacts(activities: pl.DataFrame, listed: pl.DataFrame, policies: Mapping[str, Policy]) -> pl.DataFrame:
    steps = [step for policy in policies.values() for step in policy.steps]
    ours = [step.id for step in steps if step.approval or not step.customer_facing]
    talks = activities.join(listed, on=CASE, maintain_order="left").filter(
        pl.col("outcome").is_not_null() & ~pl.col("step").is_in(ours).fill_null(False)
    )
    outcome = pl.col("outcome")
    missed = outcome.filter(pl.col("channel").is_in(SPOKEN_CHANNELS)).is_in(UNDELIVERED_OUTCOMES)
    return talks.group_by(CASE).agg(
        last_note=pl.col("note").last(),
        contact_count=pl.len(),
        contacts_since_due=(pl.col("is_delivered") & (pl.col("on") >= pl.col("anchor_due_date"))).sum(),
        refused_count=(outcome == "refused").sum(),
        stalling_count=(outcome == "stalling").sum(),
        wrong_person_count=(outcome == "wrong_person").sum(),
        # oldest first: those after the last one that was reached
        unreached_in_a_row=(~missed).reverse().cum_sum().eq(0).sum(),
        # what came back from the customer last: a delivery says nothing of their mind
        last_answer=outcome.filter(pl.col("is_delivered") & ~outcome.is_in(["delivered", "signed"])).last(),
    )


def _promises(promises: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    decided = (
        promises.join(listed, on=CASE, how="semi").filter(pl.col("state") != "open").sort("until", "made_on", "state")
    )
    return decided.group_by(CASE, maintain_order=True).agg(
        broken_count=(pl.col("state") == "broken").sum(),
        partly_count=(pl.col("state") == "partly").sum(),
        kept_count=(pl.col("state") == "kept").sum(),
        last_promise=pl.col("state").last(),
    )


def _payments(paid: pl.DataFrame, listed: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Count what was paid of documents, and how late; ``paid``: documents with cash in the last year."""
    since = as_of - timedelta(days=RECENT_DAYS)
    documents = paid.filter((pl.col("amount_minor") > 0) & (pl.col("open_minor") >= 0)).join(listed, on=CASE)
    is_settled = pl.col("open_minor") == 0
    late_days = (pl.col("paid_on") - pl.col("due_date")).dt.total_days()
    recent = is_settled & (pl.col("paid_on") > since)
    before = is_settled & (pl.col("paid_on") <= since)
    newer = is_settled & (pl.col("due_date") > pl.col("anchor_due_date"))
    return documents.group_by(CASE).agg(
        paid_count=is_settled.sum(),
        on_time_count=(is_settled & (late_days <= ON_TIME_TOLERANCE_DAYS)).sum(),
        recent_count=recent.sum(),
        before_count=before.sum(),
        recent_late_days=late_days.filter(recent).mean().round(0).cast(pl.Int32),
        before_late_days=late_days.filter(before).mean().round(0).cast(pl.Int32),
        newer_paid_count=(newer & (pl.col("paid_on") > pl.col("anchor_due_date"))).sum(),
        part_paid_count=(
            ~is_settled & (pl.col("open_minor") < pl.col("amount_minor")) & (pl.col("paid_on") > since)
        ).sum(),
    )


def _payments_elsewhere(payments: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Count what the customer paid to our other entities since this one's anchor fell due."""
    came = payments.filter(pl.col("state").is_in(["cash", "in_hand"]) & (pl.col("amount_minor") > 0))
    elsewhere = listed.join(came.select("customer_id", "received_on", paid_entity="entity"), on="customer_id").filter(
        (pl.col("paid_entity") != pl.col("entity")) & (pl.col("received_on") > pl.col("anchor_due_date"))
    )
    return elsewhere.group_by(CASE).agg(paid_elsewhere_count=pl.len())


def _disputes(known: Known, listed: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Count the open disputes of the case, with the reason of the oldest."""
    is_open = (pl.col("opened_on") <= as_of) & (pl.col("resolved_on") > as_of).fill_null(True)
    documents = known.ledger.documents.filter(pl.col("open_minor") > 0).select("document_no", *CASE)
    return (
        known.tables.disputes.filter(is_open)
        .join(documents, on="document_no")
        .join(listed, on=CASE, how="semi")
        .sort("opened_on", "document_no", "reason")
        .group_by(CASE, maintain_order=True)
        .agg(dispute_count=pl.len(), dispute_reason=pl.col("reason").drop_nulls().first())
    )
