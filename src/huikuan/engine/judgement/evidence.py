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
_ANCHOR = ("case_no", *CASE, "anchor_due_date")


def with_evidence(rows: pl.DataFrame, known: Known, policies: Mapping[str, Policy], *, as_of: date) -> pl.DataFrame:
    """Add ``COUNTS``, last_answer, last_note, recent_late_days, before_late_days and dispute_reason to worklist rows.

    ``rows``: case_no, CASE and anchor_due_date, several of a case where it has several currencies.
    """
    listed = rows.select(_ANCHOR).unique("case_no", keep="first", maintain_order=True)
    since = as_of - timedelta(days=LOOK_BACK_DAYS)
    promises = known.promises.filter(pl.col("until") > since).join(listed, on=CASE)
    parts = (
        _contacts(known.activities.lazy().filter(pl.col("on") > since), listed, policies),
        _promises(promises),
        _payments(known.ledger.documents.lazy().filter(pl.col("paid_on") > since), listed, as_of=as_of),
        _payments_elsewhere(known.ledger.money.payments, listed),
        _disputes(known, listed, as_of=as_of),
    )
    for part in parts:
        rows = rows.join(part, on="case_no", how="left", maintain_order="left")
    return rows.with_columns(pl.col(COUNTS).fill_null(0).cast(pl.Int32))


def _contacts(activities: pl.LazyFrame, listed: pl.DataFrame, policies: Mapping[str, Policy]) -> pl.DataFrame:
    """Count the conversations of the last year, oldest first; chosen for all rows at once, then summed per case."""
    steps = [step for policy in policies.values() for step in policy.steps]
    ours = [step.id for step in steps if step.approval or not step.customer_facing]
    outcome, is_delivered = pl.col("outcome"), pl.col("is_delivered")
    counted = {
        "contacts_since_due": is_delivered & (pl.col("on") >= pl.col("anchor_due_date")),
        "refused_count": outcome == "refused",
        "stalling_count": outcome == "stalling",
        "wrong_person_count": outcome == "wrong_person",
    }
    talks = (
        activities.filter(outcome.is_not_null() & ~pl.col("step").is_in(ours).fill_null(False))
        .join(listed.lazy(), on="case_no", maintain_order="left")
        .select("case_no", "note", "outcome", "channel", "is_delivered", **counted)
        .collect()
    )
    counts = talks.group_by("case_no").agg(
        pl.col("note").last().alias("last_note"), pl.col(*counted).sum(), contact_count=pl.len()
    )
    # what came back from the customer last: a delivery says nothing of their mind
    answers = talks.filter(is_delivered & ~outcome.is_in(["delivered", "signed"]))
    answers = answers.group_by("case_no").agg(last_answer=outcome.last())
    for part in (answers, _unreached_in_a_row(talks)):
        counts = counts.join(part, on="case_no", how="left")
    return counts


def _unreached_in_a_row(talks: pl.DataFrame) -> pl.DataFrame:
    """Count the calls and visits after the last one that was reached, per case_no; ``talks`` in order."""
    spoken = (
        talks.filter(pl.col("channel").is_in(SPOKEN_CHANNELS))
        .select("case_no", missed=pl.col("outcome").is_in(UNDELIVERED_OUTCOMES))
        .with_row_index("place")
    )
    reached = spoken.filter(~pl.col("missed")).group_by("case_no").agg(reached_at=pl.col("place").max())
    return (
        spoken.filter("missed")
        .join(reached, on="case_no", how="left")
        .filter((pl.col("place") > pl.col("reached_at")).fill_null(True))
        .group_by("case_no")
        .agg(unreached_in_a_row=pl.len())
    )


def _promises(promises: pl.DataFrame) -> pl.DataFrame:
    decided = promises.filter(pl.col("state") != "open").sort("until", "made_on", "state")
    return decided.group_by("case_no", maintain_order=True).agg(
        broken_count=(pl.col("state") == "broken").sum(),
        partly_count=(pl.col("state") == "partly").sum(),
        kept_count=(pl.col("state") == "kept").sum(),
        last_promise=pl.col("state").last(),
    )


def _payments(paid: pl.LazyFrame, listed: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Count what was paid of documents, and how late; ``paid``: documents with cash in the last year."""
    since = as_of - timedelta(days=RECENT_DAYS)
    is_settled = pl.col("open_minor") == 0
    late_days = (pl.col("paid_on") - pl.col("due_date")).dt.total_days()
    recent = is_settled & (pl.col("paid_on") > since)
    before = is_settled & (pl.col("paid_on") <= since)
    newer = is_settled & (pl.col("due_date") > pl.col("anchor_due_date"))
    counted = {
        "paid_count": is_settled,
        "on_time_count": is_settled & (late_days <= ON_TIME_TOLERANCE_DAYS),
        "recent_count": recent,
        "before_count": before,
        "newer_paid_count": newer & (pl.col("paid_on") > pl.col("anchor_due_date")),
        "part_paid_count": ~is_settled & (pl.col("open_minor") < pl.col("amount_minor")) & (pl.col("paid_on") > since),
    }
    means = {
        "recent_late_days": pl.when(recent).then(late_days),
        "before_late_days": pl.when(before).then(late_days),
    }
    return (
        paid.filter((pl.col("amount_minor") > 0) & (pl.col("open_minor") >= 0))
        .join(listed.lazy(), on="case_no")
        .select("case_no", **counted, **means)
        .group_by("case_no")
        .agg(pl.col(*counted).sum(), pl.col(*means).mean().round(0).cast(pl.Int32))
        .collect()
    )


def _payments_elsewhere(payments: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """Count what the customer paid to our other entities since this one's anchor fell due."""
    came = payments.filter(pl.col("state").is_in(["cash", "in_hand"]) & (pl.col("amount_minor") > 0))
    elsewhere = listed.join(came.select("customer_id", "received_on", paid_entity="entity"), on="customer_id").filter(
        (pl.col("paid_entity") != pl.col("entity")) & (pl.col("received_on") > pl.col("anchor_due_date"))
    )
    return elsewhere.group_by("case_no").agg(paid_elsewhere_count=pl.len())


def _disputes(known: Known, listed: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Count the open disputes of the case, with the reason of the oldest."""
    is_open = (pl.col("opened_on") <= as_of) & (pl.col("resolved_on") > as_of).fill_null(True)
    documents = known.ledger.documents.filter(pl.col("open_minor") > 0).select("document_no", "case_no")
    return (
        known.tables.disputes.filter(is_open)
        .join(documents, on="document_no")
        .join(listed, on="case_no", how="semi")
        .sort("opened_on", "document_no", "reason")
        .group_by("case_no", maintain_order=True)
        .agg(dispute_count=pl.len(), dispute_reason=pl.col("reason").drop_nulls().first())
    )
