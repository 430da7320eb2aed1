"""Changes what is known of promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huikuan.apps.audit.errors import Refused
from huikuan.apps.intake.bulk import Numbers, record_changes
from huikuan.apps.intake.differences import Differences
from huikuan.apps.intake.models import Batch
from huikuan.apps.intake.services import followed
from huikuan.apps.promises.models import Confirmation, PromiseFact
from huikuan.apps.promises.selectors import PROMISE_FACTS


def record_promises(changes: Differences, *, numbers: Numbers, batch: Batch) -> None:
    """Record new and changed promises."""
    record_changes(PROMISE_FACTS, changes, numbers=numbers, batch=batch)


def record_promise(told: Mapping[str, Any], customer_no: int, entity_no: int, *, batch: Batch, waits: bool) -> str:
    """Record one promise; returns its handle. ``told``: the table's columns. One that waits does not count yet."""
    handle = f"promise-{batch.pk}"
    PromiseFact.objects.create(
        **told,
        handle=handle,
        customer_id=customer_no,
        entity_id=entity_no,
        standing="waiting" if waits else "",
        batch=batch,
        recorded_on=batch.recorded_on,
    )
    return handle


def withdraw(promise: PromiseFact, *, reason: str, batch: Batch) -> None:
    """Take a promise back from the batch's day on. Raises: Refused promise_withdrawn, changed_meanwhile."""
    if promise.standing == "withdrawn":
        raise Refused("promise_withdrawn", promise=promise.handle)
    followed(promise, batch=batch, standing="withdrawn", standing_reason=reason)


def settle_waiting(promise: PromiseFact, *, approved: bool, reason: str, batch: Batch) -> None:
    """Let a promise that waited count from the batch's day on, or not at all.

    Raises: Refused promise_not_waiting, changed_meanwhile.
    """
    if promise.standing != "waiting":
        raise Refused("promise_not_waiting", promise=promise.handle)
    followed(promise, batch=batch, standing="" if approved else "refused", standing_reason=reason)


def draft_confirmation(handle: str, text: str, customer_no: int, *, batch: Batch) -> None:
    """Keep the letter that confirms a promise, as a draft beside it."""
    Confirmation.objects.create(promise=handle, text=text, customer_id=customer_no, batch=batch)


def erase_confirmations(customer_id: str) -> int:
    """Empty the letters that were drafted for a customer's promises; returns how many there are."""
    return Confirmation.objects.filter(customer__code=customer_id).update(text="")


def correct(promise: PromiseFact, *, amount_minor: int, due_on: date, batch: Batch) -> PromiseFact:
    """Let a promise say another amount and day from the batch's day on. Raises: Refused changed_meanwhile."""
    return followed(promise, batch=batch, amount_minor=amount_minor, due_on=due_on)
