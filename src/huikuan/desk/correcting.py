"""A promise that was written down wrongly: another amount or day, with the reason on record (R-217)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.promises.selectors import promise_of
from huikuan.apps.promises.services import correct
from huikuan.apps.receivables.services import move_case
from huikuan.desk.acts import act
from huikuan.desk.naming import minor_amount
from huikuan.desk.once import Done, once
from huikuan.desk.promising import FREELY_DAYS
from huikuan.desk.rights import About, may
from huikuan.engine.promises import TOLERANCE_DAYS


@dataclass(frozen=True, slots=True)
class Correction:
    """What a promise should say, and why it did not."""

    promise: str  # its handle
    amount: Decimal
    due_on: date
    reason: str
    seen: int | None = None  # the version that was looked at; None: whatever it is now


def change_promise(asked: Correction, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Correct a promise that counts and is not judged yet; facts: promise, amount_minor, due_on and what they were.

    Fourteen days are counted from the day it was made, so that no correction carries it on for ever (D-1009).
    Raises: Refused promise_unknown, reason_missing, promise_not_counting, promise_judged, promise_too_far,
    promise_due_before_made, changed_meanwhile.
    """
    return once("change_promise", asked, lambda: _changed(asked, actor, on), actor=actor, key=key)


def _changed(asked: Correction, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    promise = promise_of(asked.promise)
    customer_id, entity = promise.customer.code, promise.entity.code
    about, subject = About(customer_id, (entity,)), Subject("customer", customer_id)
    with act("change_promise", actor=actor, on=on, subject=subject, about=about) as going_on:
        move_case(promise.customer_id, promise.entity_id)
        present = promise_of(asked.promise)
        if asked.seen is not None and asked.seen != present.pk:
            raise Refused("changed_meanwhile")
        if present.standing:
            raise Refused("promise_not_counting", promise=asked.promise)
        if present.due_on + timedelta(days=TOLERANCE_DAYS) < on:
            raise Refused("promise_judged", due=present.due_on)
        if asked.due_on < on:
            raise Refused("due_is_past", due=asked.due_on)
        last = present.made_on + timedelta(days=FREELY_DAYS)
        if asked.due_on > last and not may("approve_promise", actor=actor, on=on, about=about):
            raise Refused("promise_too_far", last=last)
        amount_minor = minor_amount(asked.amount, present.currency)
        version = correct(present, amount_minor=amount_minor, due_on=asked.due_on, batch=going_on.batch)
        going_on.facts = {
            "promise": asked.promise,
            "entity": entity,
            "amount_minor": amount_minor,
            "due_on": asked.due_on,
            "was_minor": present.amount_minor,
            "was_due_on": present.due_on,
        }
        going_on.personal = {"reason": asked.reason.strip()}
    return Done(going_on.batch.pk, {"customer": customer_id, "version": version.pk, **going_on.facts})
