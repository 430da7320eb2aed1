"""Disputes: what a customer contests of a document, and how that ended (D-1001). The rest is chased on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.disputes.selectors import dispute_of, open_disputes
from huikuan.apps.disputes.services import assign, record_dispute, resolve
from huikuan.apps.people.selectors import person, reach_of
from huikuan.apps.receivables.selectors import Bearer, bearers_of, document_numbers
from huikuan.apps.receivables.services import move_case
from huikuan.desk.acts import act
from huikuan.desk.naming import minor_amount, named_code, near
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, require
from huikuan.engine.codes import DISPUTE_REASONS, DISPUTE_RESOLUTIONS

_GUESSED_AMONG = 2_000
Stage = Literal["", "ours", "theirs"]  # nobody has it yet, with us, with the customer


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


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who settles a dispute, by when, what comes next and on whose side it lies."""

    dispute: str  # its handle
    stage: Stage
    owner: str = ""  # a person's code; empty: the customer's owner
    due_on: date | None = None  # empty: 14 days after it was opened
    next_step: str = ""
    seen: int | None = None  # the version that was looked at; None: whatever it is now


def open_dispute(asked: Dispute, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Open a dispute; facts: dispute (its handle), document, customer, amount_minor, currency, reason.

    Raises: Refused.
    """
    return once("open_dispute", asked, lambda: _opened(asked, actor, on), actor=actor, key=key)


def resolve_dispute(asked: Resolution, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Close every open dispute on a document; facts: disputes, document, customer, resolution. Raises: Refused."""
    return once("resolve_dispute", asked, lambda: _resolved(asked, actor, on), actor=actor, key=key)


def change_dispute(asked: Assignment, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Assign a dispute, or move it to the other side (R-218); facts: dispute, document, stage, owner, due_on.

    Raises: Refused dispute_unknown, dispute_resolved, changed_meanwhile, person_unknown, until_is_past.
    """
    return once("change_dispute", asked, lambda: _changed(asked, actor, on), actor=actor, key=key)


def _changed(asked: Assignment, actor: Actor, on: date) -> Done:
    document_no = dispute_of(asked.dispute).document_no
    bearers = _bearers("change_dispute", document_no, actor=actor, on=on)
    first, owner = bearers[0], asked.owner.strip()
    if owner:
        person(owner)
    with act("change_dispute", actor=actor, on=on, subject=_subject(first), about=_about(first)) as going_on:
        _move(bearers)
        present = dispute_of(asked.dispute)
        if asked.seen is not None and asked.seen != present.pk:
            raise Refused("changed_meanwhile")
        if present.resolved_on is not None and present.resolved_on <= on:
            raise Refused("dispute_resolved", document=document_no)
        if asked.due_on is not None and asked.due_on != present.due_on and asked.due_on < on:
            raise Refused("due_is_past", due=asked.due_on)
        told = {"stage": asked.stage, "owner": owner, "due_on": asked.due_on}
        version = assign(present, {**told, "next_step": asked.next_step.strip()}, batch=going_on.batch).pk
        going_on.facts = {"dispute": asked.dispute, "document": document_no, **told}
        going_on.personal = {"next_step": asked.next_step.strip()} if asked.next_step.strip() else {}
    return Done(going_on.batch.pk, {"customer": first.customer_id, "version": version, **going_on.facts})


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
