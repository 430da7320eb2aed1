"""Which currencies of a case put it into the hard lane today (R-34), by the words of the rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from .balances import Document, Row
from .ladder import INTERNAL, is_delivered
from .promises import Promise
from .working_days import rolled_forward


def hard_currencies(
    case: tuple[str, str],
    documents: Sequence[Document],
    *,
    promises: Sequence[Promise],
    refused_on: Sequence[date],
    activities: Sequence[Row],
    as_of: date,
) -> set[str]:
    """Return the currencies with a promise failed or due, or with something eligible after a bill was refused.

    ``documents`` and ``activities`` are the case's; ``refused_on``: the days on which its bills were refused.
    """
    own = [promise for promise in promises if promise.money[:2] == case]
    eligible: dict[str, int] = {}
    owed: dict[str, int] = {}
    for document in documents:
        eligible[document.currency] = eligible.get(document.currency, 0) + document.eligible
        if document.overdue_days(as_of) > 0:
            owed[document.currency] = owed.get(document.currency, 0) + document.chaseable
    found = {currency for currency, amount in owed.items() if amount and is_due(own, currency, as_of)}
    found |= {currency for currency in asked(eligible) if has_failed(own, currency, activities)}
    if refused_on and not was_contacted(activities, max(refused_on)):
        found |= asked(eligible)
    return found


def asked(eligible: Mapping[str, int]) -> set[str]:
    return {currency for currency, amount in eligible.items() if amount}


def is_due(promises: Sequence[Promise], currency: str, as_of: date) -> bool:
    """Say whether an open promise falls due today, its day rolled forward to a working day."""
    return any(
        promise.money[2] == currency and promise.state == "open" and rolled_forward(promise.due_on) == as_of
        for promise in promises
    )


def has_failed(promises: Sequence[Promise], currency: str, activities: Sequence[Row]) -> bool:
    """Say whether the last decided promise failed and neither a newer promise nor a contact followed."""
    decided = [
        (promise.decided_on, promise.due_on, promise)
        for promise in promises
        if promise.money[2] == currency and promise.decided_on
    ]
    if not decided:
        return False
    last = max(decided, key=lambda found: found[:2])[2]
    is_followed = any(promise.made_on > last.until for promise in promises)
    return last.has_failed and not is_followed and not was_contacted(activities, last.until, strictly=True)


def was_contacted(activities: Sequence[Row], day: date, *, strictly: bool = False) -> bool:
    """Say whether a contact was delivered on or after ``day``, or only after it."""
    days = [row["at"].date() for row in activities if is_delivered(row) and row.get("step") not in INTERNAL]
    return any(on > day if strictly else on >= day for on in days)
