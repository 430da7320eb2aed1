"""Promises to pay, judged from the money that came (D-1002, R-13 to R-15).

A promise suppresses what it still has left until ``due_on`` + tolerance; the day after it is kept, partly or broken.
Promises are made by people on the phone, a few per case and never in bulk, so the matching of money to promises is a
plain loop over the cases that have any: one sum of money can keep one promise only, and that is a sequence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from huikuan.engine.allocation import Money
from huikuan.engine.outcome import PROMISES_JUDGED

TOLERANCE_DAYS = 3
_FAILED = ("partly", "broken")


@dataclass(slots=True)
class _Receipt:
    """A part of a payment that can keep promises, until it is used up."""

    received_on: date
    document_no: str  # empty: unallocated money
    left: int


@dataclass(slots=True)
class _Judged:
    """A promise with what came against it."""

    row: dict[str, Any]
    until: date
    on_time: int = 0  # received by ``until``
    received: int = 0  # received by as_of
    documents: frozenset[str] = field(default_factory=frozenset)

    def state(self, as_of: date) -> str:
        """Return open, kept, partly or broken; fulfilled early is kept at once (R-14)."""
        if self.on_time >= self.row["amount_minor"]:
            return "kept"
        if as_of <= self.until:
            return "open"
        return "partly" if self.on_time > 0 else "broken"


def promises_judged(
    promises: pl.DataFrame,
    money: Money,
    documents: pl.DataFrame,
    *,
    as_of: date,
    tolerance_days: int = TOLERANCE_DAYS,
) -> pl.DataFrame:
    """Return every promise known on ``as_of`` with its state and level; columns of ``PROMISES_JUDGED``."""
    known = promises.filter(pl.col("made_on") <= as_of)
    if known.is_empty():
        return pl.DataFrame(schema=dict(PROMISES_JUDGED))
    receipts = _receipts(known, money, documents)
    by_case: dict[tuple[str, str], list[_Judged]] = defaultdict(list)
    for row in known.sort("due_on", "made_on", maintain_order=True).iter_rows(named=True):
        judged = _Judged(
            row=row,
            until=row["due_on"] + timedelta(days=tolerance_days),
            documents=frozenset(row["document_nos"] or ()),
        )
        _match(judged, receipts[row["customer_id"], row["entity"], row["currency"]], as_of=as_of)
        by_case[row["customer_id"], row["entity"]].append(judged)
    rows = [row for case in by_case.values() for row in _levelled(case, as_of=as_of)]
    return pl.DataFrame(rows, schema=dict(PROMISES_JUDGED)).sort("customer_id", "entity", "made_on", "due_on")


def _receipts(
    promises: pl.DataFrame, money: Money, documents: pl.DataFrame
) -> dict[tuple[str, str, str], list[_Receipt]]:
    """Return the money of the cases with promises, oldest first, split by the document it was allocated to."""
    case = ["customer_id", "entity", "currency"]
    first_made = promises.group_by(case).agg(first_made_on=pl.col("made_on").min())
    came = pl.col("state").is_in(["cash", "in_hand"]) & (pl.col("received_on") >= promises["made_on"].min())
    received = money.payments.filter(came).select("payment", *case, "received_on", "amount_minor")
    # A parent's cash keeps the promise of the child whose document it pays (D-311).
    named = (
        money.parts.filter(came)
        .join(documents.select("doc", "document_no", *case), on="doc")
        .select("payment", *case, "received_on", "document_no", "amount_minor")
    )
    spent = named.group_by("payment").agg(named=pl.col("amount_minor").sum())
    unnamed = received.join(spent, on="payment", how="left").select(
        "payment",
        *case,
        "received_on",
        document_no=pl.lit(""),
        amount_minor=pl.col("amount_minor") - pl.col("named").fill_null(0),
    )
    rows = (
        pl.concat([named, unnamed])
        .filter(pl.col("amount_minor") > 0)
        .join(first_made, on=case, how="inner")
        .filter(pl.col("received_on") >= pl.col("first_made_on"))
        .sort("received_on", "payment", "document_no")
        .drop("first_made_on")
    )
    receipts: dict[tuple[str, str, str], list[_Receipt]] = defaultdict(list)
    for _, customer, entity, currency, received_on, document_no, amount in rows.iter_rows():
        receipts[customer, entity, currency].append(_Receipt(received_on, document_no, amount))
    return receipts


def _match(promise: _Judged, receipts: list[_Receipt], *, as_of: date) -> None:
    """Let the promise take what came for it, up to its amount, oldest money first."""
    for receipt in receipts:
        wanted = promise.row["amount_minor"] - promise.received
        if wanted <= 0:
            return
        in_window = promise.row["made_on"] <= receipt.received_on <= as_of
        meant = not promise.documents or not receipt.document_no or receipt.document_no in promise.documents
        if not (in_window and meant and receipt.left):
            continue
        taken = min(wanted, receipt.left)
        receipt.left -= taken
        promise.received += taken
        if receipt.received_on <= promise.until:
            promise.on_time += taken


def _levelled(case: list[_Judged], *, as_of: date) -> Iterator[dict[str, Any]]:
    """Yield the case's promises with level = 1 + those that had failed before each was made (R-14)."""
    failures = [promise.until for promise in case if promise.state(as_of) in _FAILED]
    for promise in case:
        row = promise.row
        yield {
            **{name: row[name] for name in PROMISES_JUDGED if name in row},
            "until": promise.until,
            "kept_minor": promise.received,
            "state": promise.state(as_of),
            "level": 1 + sum(until < row["made_on"] for until in failures),
        }
