"""Promises to pay: what came against each, what it still covers, and how it is judged (D-1002, R-13…R-15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .balances import Document, Money, Part, Row


@dataclass
class Promise:
    """One promise known on as_of; amounts in minor units."""

    money: Money
    made_on: date
    due_on: date
    until: date  # the last day on which it suppresses
    amount: int
    document_nos: tuple[str, ...]
    kept: int = 0  # received by as_of
    on_time: int = 0  # received by ``until``
    decided_on: date | None = None  # the day it was fulfilled, else its last day
    state: str = "open"
    level: int = 1

    @property
    def left(self) -> int:
        """Return what it still suppresses: nothing once it is judged."""
        return self.amount - self.kept if self.state == "open" else 0

    @property
    def has_failed(self) -> bool:
        return self.state in ("partly", "broken")


def counts_for(part: Part, promise: Promise) -> bool:
    """Say whether a part of the money received may be taken by this promise, its days apart."""
    if part.money != promise.money:
        return False
    if not promise.document_nos or part.document is None:
        return True
    return part.document.document_no in promise.document_nos


def judged(rows: Sequence[Row], parts: Sequence[Part], *, as_of: date, tolerance_days: int) -> list[Promise]:
    """Return every promise made by as_of, judged; one sum of money counts once, the promise due first takes first."""
    promises = [
        Promise(
            money=(row["customer_id"], row["entity"], row["currency"]),
            made_on=row["made_on"],
            due_on=row["due_on"],
            until=row["due_on"] + timedelta(days=tolerance_days),
            amount=row["amount_minor"],
            document_nos=tuple(row.get("document_nos") or ()),
        )
        for row in rows
        if row["made_on"] <= as_of
    ]
    promises.sort(key=lambda promise: (promise.due_on, promise.made_on))
    left = [part.amount for part in parts]
    # Of one payment, what lies on no document is taken first; no rule says so.
    oldest_first = sorted(range(len(parts)), key=lambda index: parts[index].order)
    for promise in promises:
        for index in oldest_first:
            part = parts[index]
            if counts_for(part, promise) and promise.made_on <= part.received_on <= as_of:
                taken = max(min(left[index], promise.amount - promise.kept), 0)
                left[index] -= taken
                promise.kept += taken
                promise.on_time += taken if part.received_on <= promise.until else 0
                if promise.decided_on is None and promise.on_time >= promise.amount:
                    promise.decided_on = part.received_on
        promise.state = judgement(promise, as_of)
        if promise.has_failed:
            promise.decided_on = promise.until
    for promise in promises:
        promise.level = 1 + sum(
            earlier.money[:2] == promise.money[:2] and earlier.has_failed and earlier.until < promise.made_on
            for earlier in promises
        )
    return promises


def judgement(promise: Promise, as_of: date) -> str:
    """Return kept as soon as it is fulfilled, open until its last day, then partly or broken (R-14)."""
    if promise.on_time >= promise.amount:
        return "kept"
    if as_of <= promise.until:
        return "open"
    return "partly" if promise.on_time else "broken"


def cover_named(promises: Sequence[Promise], documents: Sequence[Document]) -> None:
    """Take each named promise off the documents it names, oldest due first, at most what is left of them."""
    for promise in promises:
        left = promise.left
        for document in documents:
            if document.money == promise.money and document.document_no in promise.document_nos:
                taken = min(left, document.rest)
                document.promised += taken
                left -= taken
