"""A call from its first word to what is saved: the contact, the promise in it, the dispute it brought, in one act."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from huikuan.apps.audit.actors import Actor
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.disputing import Dispute, open_dispute
from huikuan.desk.naming import named_case
from huikuan.desk.once import Done, once


@dataclass(frozen=True, slots=True)
class Call:
    """What was talked about; ``dispute``: on a document of the customer that was spoken with."""

    contact: Contact
    dispute: Dispute | None = None


def save_call(call: Call, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Record all of it or nothing; facts: those of ``log_contact``, and ``dispute`` where one was opened.

    Raises: Refused, as ``log_contact`` and ``open_dispute`` do; document_unknown for another customer's.
    """
    return once("save_call", call, lambda: _saved(call, actor, on), actor=actor, key=key)


def _saved(call: Call, actor: Actor, on: date) -> Done:
    with transaction.atomic():
        facts: dict[str, Any] = {}
        if call.dispute is not None:
            case = named_case(call.contact.customer, call.contact.entity, actor=actor, on=on)
            case.named_documents((call.dispute.document_no,))
            opened = open_dispute(call.dispute, actor=actor, on=on)
            facts = {"dispute": opened.facts["dispute"], "batches_beside": [opened.batch]}
        logged = log_contact(call.contact, actor=actor, on=on)
        return Done(logged.batch, {**logged.facts, **facts})
