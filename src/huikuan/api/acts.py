"""What people did: contacts, promises, disputes. ``Idempotency-Key`` does the same request once."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Header, Router, Schema

from huikuan.api.errors import ERRORS
from huikuan.api.tokens import Token, caller
from huikuan.apps.audit.chain import canonical
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.disputing import Dispute, Resolution, open_dispute, resolve_dispute
from huikuan.desk.once import Done
from huikuan.desk.promising import Promise, PromiseOf, Withdrawal, record_promise, withdraw_promise
from huikuan.gateways import clock

router = Router(tags=["acts"])
Key = Annotated[str | None, Header(alias="Idempotency-Key", max_length=80)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Note = Annotated[str, Field(max_length=4000)]
Amount = Annotated[str, Field(pattern=r"^[0-9]{1,13}(\.[0-9]{1,4})?$", description="In major units.")]


class Recorded(Schema):
    """What an act came to. ``repeated``: the same key had asked for it before, nothing was written now."""

    batch: int
    facts: dict[str, Any]
    repeated: bool


class ContactIn(Schema):
    """A contact and what came of it; codes are those of the contract."""

    customer: Text
    channel: Text
    outcome: Text | None = None
    step: Text | None = None
    document_nos: tuple[Text, ...] = ()
    note: Note | None = None
    at: datetime | None = None
    delivered: bool | None = None


class PromiseIn(Schema):
    """A promise made today."""

    customer: Text
    amount: Amount
    due_on: date
    currency: Annotated[str, Field(min_length=3, max_length=3)] | None = None
    document_nos: tuple[Text, ...] = ()
    entity: Text | None = None


class Reason(Schema):
    """Why."""

    reason: Annotated[str, Field(min_length=1, max_length=4000)]


class DisputeIn(Schema):
    """What is contested, and why. Without an amount, all that is open."""

    document_no: Text
    reason: Text
    amount: Amount | None = None
    note: Note = ""


class ResolutionIn(Schema):
    """How the disputes on a document ended."""

    resolution: Text
    note: Note = ""


def _said(done: Done) -> dict[str, Any]:
    # As they are kept: the first answer and one asked for again by its key are the same text.
    return {"batch": done.batch, "facts": json.loads(canonical(done.facts)), "repeated": done.was_done_before}


@router.post("/activities", response={200: Recorded, **ERRORS}, auth=Token("act"))
def log_activity(request: HttpRequest, given: ContactIn, key: Key = None) -> dict[str, Any]:
    """Record a contact; the tasks that it meets end with it."""
    actor, _ = caller(request)
    contact = Contact(
        customer=given.customer,
        channel=given.channel,
        outcome=given.outcome,
        step=given.step,
        document_nos=given.document_nos,
        note=given.note,
        at=given.at.replace(tzinfo=None) if given.at else None,
        delivered=given.delivered,
    )
    return _said(log_contact(contact, actor=actor, on=clock.business_date(), key=key))


@router.post("/promises", response={200: Recorded, **ERRORS}, auth=Token("act"))
def promise(request: HttpRequest, given: PromiseIn, key: Key = None) -> dict[str, Any]:
    """Record a promise; one beyond 14 days waits for its approval."""
    actor, _ = caller(request)
    told = Promise(Decimal(given.amount), given.due_on, given.currency, given.document_nos)
    asked = PromiseOf(given.customer, told, given.entity)
    return _said(record_promise(asked, actor=actor, on=clock.business_date(), key=key))


@router.post("/promises/{path:handle}/withdrawal", response={200: Recorded, **ERRORS}, auth=Token("act"))
def withdraw(request: HttpRequest, handle: str, given: Reason, key: Key = None) -> dict[str, Any]:
    """Take a promise back; from today on it holds nothing back."""
    actor, _ = caller(request)
    asked = Withdrawal(handle, given.reason)
    return _said(withdraw_promise(asked, actor=actor, on=clock.business_date(), key=key))


@router.post("/disputes", response={200: Recorded, **ERRORS}, auth=Token("act"))
def dispute(request: HttpRequest, given: DisputeIn, key: Key = None) -> dict[str, Any]:
    """Open a dispute; only its amount stops."""
    actor, _ = caller(request)
    amount = Decimal(given.amount) if given.amount else None
    asked = Dispute(given.document_no, given.reason, amount, given.note)
    return _said(open_dispute(asked, actor=actor, on=clock.business_date(), key=key))


@router.post("/disputes/{path:document_no}/resolution", response={200: Recorded, **ERRORS}, auth=Token("act"))
def resolve(request: HttpRequest, document_no: str, given: ResolutionIn, key: Key = None) -> dict[str, Any]:
    """Close every open dispute on a document."""
    actor, _ = caller(request)
    asked = Resolution(document_no, given.resolution, given.note)
    return _said(resolve_dispute(asked, actor=actor, on=clock.business_date(), key=key))
