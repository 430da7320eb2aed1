"""Promises to pay, judged from the money that came (D-1002, R-13 to R-15).

A promise suppresses what it still has left until ``until`` = due_on + tolerance; the day after it is kept, partly or
broken. One sum of money keeps one promise: the promises of a case take their turn in order of due date, so round by
round the first ones of all cases are matched at once, then the second ones from what is left, and so on.
"""

from __future__ import annotations

from datetime import date

import polars as pl

from huikuan.engine.balances import Ledger
from huikuan.engine.outcome import PROMISES_JUDGED

TOLERANCE_DAYS = 3
_CASE = ["customer_id", "entity", "currency"]


def promises_judged(
    promises: pl.DataFrame, ledger: Ledger, *, as_of: date, tolerance_days: int = TOLERANCE_DAYS
) -> pl.DataFrame:
    """Return every promise known on ``as_of`` with its state and level; columns of ``PROMISES_JUDGED``."""
    known = (
        promises.filter(pl.col("made_on") <= as_of)
        .with_columns(until=(pl.col("due_on") + pl.duration(days=tolerance_days)).cast(pl.Date))
        .sort("due_on", "made_on", maintain_order=True)
        .with_row_index("promise")
        .with_columns(turn=pl.int_range(pl.len()).over(_CASE))
    )
    if known.is_empty():
        return pl.DataFrame(schema=dict(PROMISES_JUDGED))
    matched = _matched(known, _receipts(known, ledger))
    received = matched.group_by("promise").agg(
        received=pl.col("taken").sum(), on_time=pl.col("taken").filter(pl.col("received_on") <= pl.col("until")).sum()
    )
    judged = known.join(received, on="promise", how="left", maintain_order="left").with_columns(
        kept_minor=pl.col("received").fill_null(0), on_time=pl.col("on_time").fill_null(0)
    )
    return (
        _with_level(judged.with_columns(state=_state(as_of)))
        .select(pl.col(name).cast(dtype) for name, dtype in PROMISES_JUDGED.items())
        .sort("customer_id", "entity", "made_on", "due_on", maintain_order=True)
    )


def _state(as_of: date) -> pl.Expr:
    """Return open, kept, partly or broken; fulfilled early is kept at once (R-14)."""
    return (
        pl.when(pl.col("on_time") >= pl.col("amount_minor"))
        .then(pl.lit("kept"))
        .when(pl.col("until") >= as_of)
        .then(pl.lit("open"))
        .when(pl.col("on_time") > 0)
        .then(pl.lit("partly"))
        .otherwise(pl.lit("broken"))
    )


def _receipts(promises: pl.DataFrame, ledger: Ledger) -> pl.DataFrame:
    """Return the money that can keep promises: case, received_on, document_no ('' when unallocated), left, in order.

    A parent's cash keeps the promise of the child whose document it pays (D-311).
    """
    since = promises.group_by(_CASE).agg(since=pl.col("made_on").min())
    came = pl.col("state").is_in(["cash", "in_hand"]) & (pl.col("received_on") >= promises["made_on"].min())
    parts = ledger.applied.filter(came)
    named = parts.join(ledger.documents.select("doc", "document_no", *_CASE), on="doc").select(
        "payment", *_CASE, "received_on", "document_no", left="applied_minor"
    )
    spent = parts.group_by("payment").agg(named=pl.col("applied_minor").sum())
    unnamed = (
        ledger.money.payments.filter(came)
        .join(spent, on="payment", how="left")
        .select(
            "payment",
            *_CASE,
            "received_on",
            document_no=pl.lit(""),
            left=pl.col("amount_minor") - pl.col("named").fill_null(0),
        )
    )
    return (
        pl.concat([named, unnamed])
        .join(since, on=_CASE)
        .filter((pl.col("left") > 0) & (pl.col("received_on") >= pl.col("since")))
        .sort("received_on", "payment", "document_no")
        .with_row_index("receipt")
    )


def _matched(promises: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """Return what each promise takes: promise, receipt, received_on, until, taken."""
    rounds = []
    for turn in range(promises.select(pl.col("turn").max()).item() + 1):
        taken = _taken(promises.filter(pl.col("turn") == turn), receipts)
        rounds.append(taken)
        used = taken.select("receipt", "taken")
        receipts = (
            receipts.join(used, on="receipt", how="left", maintain_order="left")
            .with_columns(left=pl.col("left") - pl.col("taken").fill_null(0))
            .drop("taken")
            .filter(pl.col("left") > 0)
        )
    return pl.concat(rounds)


def _taken(promises: pl.DataFrame, receipts: pl.DataFrame) -> pl.DataFrame:
    """Let one promise a case take what came for it since it was made, up to its amount, oldest money first."""
    asked = promises.select("promise", *_CASE, "made_on", "until", "amount_minor", "document_nos")
    is_meant = (
        (pl.col("document_nos").list.len().fill_null(0) == 0)
        | (pl.col("document_no") == "")
        | pl.col("document_nos").list.contains(pl.col("document_no"))
    )
    before = (pl.col("left").cum_sum() - pl.col("left")).over("promise")
    return (
        receipts.join(asked, on=_CASE, maintain_order="left")
        .filter((pl.col("received_on") >= pl.col("made_on")) & is_meant)
        .with_columns(taken=pl.min_horizontal("left", (pl.col("amount_minor") - before).clip(0)))
        .filter(pl.col("taken") > 0)
        .select("promise", "receipt", "received_on", "until", "taken")
    )


def _with_level(judged: pl.DataFrame) -> pl.DataFrame:
    """Add level = 1 + the case's failed promises that were decided before this one was made (R-14)."""
    case = ["customer_id", "entity"]
    failures = judged.filter(pl.col("state").is_in(["partly", "broken"])).select(*case, decided_on="until")
    failed_before = (
        judged.select("promise", *case, "made_on")
        .join(failures, on=case)
        .filter(pl.col("decided_on") < pl.col("made_on"))
        .group_by("promise")
        .agg(failed_before=pl.len())
    )
    return judged.join(failed_before, on="promise", how="left", maintain_order="left").with_columns(
        level=1 + pl.col("failed_before").fill_null(0)
    )
