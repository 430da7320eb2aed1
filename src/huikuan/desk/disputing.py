"""Disputes: what a customer contests of a document, and how that ended (D-1001). The rest is chased on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.disputes.selectors import open_disputes
from huikuan.apps.disputes.services import record_dispute, resolve
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.receivables.selectors import Bearer, bearers_of, document_numbers
from huikuan.apps.receivables.services import move_case
from huikuan.desk.acts import act
from huikuan.desk.naming import minor_amount, named_code, near
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, require
from huikuan.engine.codes import DISPUTE_REASONS, DISPUTE_RESOLUTIONS

_GUESSED_AMONG = 2_000


@dataclass(frozen=True, slots=True)
class Dispute:
    """What is contested: a document, or an amount of it, and why."""

    document_no: str
    reason: str
    amount: Decimal | None = None  # major units; without it all that is open
    note: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """How the disputes on a document ended."""

    document_no: str
    resolution: str
    note: str = ""


def open_dispute(asked: Dispute, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Open a dispute; facts: dispute (its handle), document, customer, amount_minor, currency, reason.

    Raises: Refused.
    """
    return once("open_dispute", asked, lambda: _opened(asked, actor, on), actor=actor, key=key)


def resolve_dispute(asked: Resolution, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Close every open dispute on a document; facts: disputes, document, customer, resolution. Raises: Refused."""
    return once("resolve_dispute", asked, lambda: _resolved(asked, actor, on), actor=actor, key=key)


def _opened(asked: Dispute, actor: Actor, on: date) -> Done:
    bearers = _bearers("open_dispute", asked.document_no, actor=actor, on=on)
    reason = named_code("reason", asked.reason, DISPUTE_REASONS)
    first = bearers[0]
    amount = None if asked.amount is None else minor_amount(asked.amount, first.currency)
    if amount is not None and amount > abs(first.amount_minor):
        raise Refused("more_than_the_document", document=asked.document_no)
    with act("open_dispute", actor=actor, on=on, subject=_subject(first), about=_about(first)) as going_on:
        _move(bearers)
        if any(dispute.amount_minor is None for dispute in open_disputes(asked.document_no, on)):
            raise Refused("disputed_already", document=asked.document_no)
        told = {"document_no": asked.document_no, "amount_minor": amount, "reason": reason, "note": asked.note}
        handle = record_dispute(told, batch=going_on.batch)
        going_on.facts = {
            "dispute": handle,
            "document": asked.document_no,
            "entities": [bearer.entity for bearer in bearers],
            "amount_minor": amount,
            "currency": first.currency,
            "reason": reason,
        }
        going_on.personal = {"note": asked.note} if asked.note else {}
    return Done(going_on.batch.pk, {"customer": first.customer_id, **going_on.facts})


def _resolved(asked: Resolution, actor: Actor, on: date) -> Done:
    bearers = _bearers("resolve_dispute", asked.document_no, actor=actor, on=on)
    resolution = named_code("resolution", asked.resolution, DISPUTE_RESOLUTIONS)
    first = bearers[0]
    with act("resolve_dispute", actor=actor, on=on, subject=_subject(first), about=_about(first)) as going_on:
        _move(bearers)
        found = open_disputes(asked.document_no, on)
        if not found:
            raise Refused("nothing_disputed", document=asked.document_no)
        for dispute in found:
            resolve(dispute, resolution, note=asked.note, batch=going_on.batch)
        going_on.facts = {
            "disputes": [dispute.handle for dispute in found],
            "document": asked.document_no,
            "resolution": resolution,
        }
        going_on.personal = {"note": asked.note} if asked.note else {}
    return Done(going_on.batch.pk, {"customer": first.customer_id, **going_on.facts})


def _bearers(name: str, document_no: str, *, actor: Actor, on: date) -> list[Bearer]:
    """Return whose document it is; the actor must reach all of them, since a dispute counts for every one (R-16)."""
    found = bearers_of(document_no.strip())
    if not found:
        reach = reach_of(actor, "see_customer", on)
        known = document_numbers(document_no[:2], reach, limit=_GUESSED_AMONG) if reach.parts else []
        raise Refused("no_such_document", document=document_no, near=near(document_no, known))
    for bearer in found:
        require(name, actor=actor, on=on, about=_about(bearer))
    return found


def _about(bearer: Bearer) -> About:
    return About(bearer.customer_id, (bearer.entity,))


def _subject(bearer: Bearer) -> Subject:
    return Subject("customer", bearer.customer_id)


def _move(bearers: list[Bearer]) -> None:
    for customer_no, entity_no in sorted({(bearer.customer_no, bearer.entity_no) for bearer in bearers}):
        move_case(customer_no, entity_no)
