"""Promises to pay, told by the customer and recorded by us; and those taken back (D-1002, D-1009).

A promise that reaches further than ``FREELY_DAYS`` waits for somebody who may approve it, and until then the ladder
goes on as if it had not been made (R-121).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import polars as pl

from huikuan.apps.approvals.selectors import requests_of_keys
from huikuan.apps.approvals.services import Question, ask
from huikuan.apps.approvals.services import withdraw as withdraw_request
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.promises.selectors import promise_of
from huikuan.apps.promises.services import record_promise as record
from huikuan.apps.promises.services import settle_waiting, withdraw
from huikuan.apps.receivables.services import move_case
from huikuan.desk.acts import Act, act
from huikuan.desk.naming import NamedCase, minor_amount, named_case
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About, may
from huikuan.engine.promises import TOLERANCE_DAYS

if TYPE_CHECKING:
    from huikuan.apps.approvals.selectors import Asked
    from huikuan.apps.intake.models import Batch

FREELY_DAYS = 14  # ahead, without anybody's approval (D-1009)
PROMISE = "promise"  # the kind of request
APPROVER = "supervisor"


@dataclass(frozen=True, slots=True)
class Promise:
    """What a customer promised. Without a currency it is that of what the promise covers."""

    amount: Decimal
    due_on: date
    currency: str | None = None
    document_nos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PromiseOf:
    """A promise and whose it is."""

    customer: str
    promise: Promise
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A promise that is taken back, by its handle, and why."""

    handle: str
    reason: str


def record_promise(asked: PromiseOf, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Record a promise made today; facts: promise (its handle), amount_minor, currency, due_on, until, request.

    ``until``: the last day on which it holds the ladder back; ``request``: the number of the request for approval that
    it waits for, else None. Raises: Refused.
    """
    return once("record_promise", asked, lambda: _recorded(asked, actor, on), actor=actor, key=key)


def _recorded(asked: PromiseOf, actor: Actor, on: date) -> Done:
    case = named_case(asked.customer, asked.entity, actor=actor, on=on)
    subject = Subject("customer", case.customer_id)
    with act("record_promise", actor=actor, on=on, subject=subject, about=case.about) as going_on:
        move_case(case.customer_no, case.entity_no)
        going_on.facts = {"entity": case.entity, **promise_in(going_on, asked.promise, case, made_on=on, actor=actor)}
    return Done(going_on.batch.pk, {"customer": case.customer_id, **going_on.facts})


def promise_in(going_on: Act, promise: Promise, case: NamedCase, *, made_on: date, actor: Actor) -> dict[str, Any]:
    """Record a promise as part of an act; returns the facts that ``record_promise`` names."""
    if promise.due_on < made_on:
        raise Refused("promise_due_before_made", due=promise.due_on, made=made_on)
    documents = case.named_documents(promise.document_nos)
    currency = promise.currency.strip().upper() if promise.currency else case.currency_of(documents)
    if currency is None:
        raise Refused("currency_needed", customer=case.customer_id, known=", ".join(sorted({*case.documents.values()})))
    told = {
        "made_on": made_on,
        "due_on": promise.due_on,
        "amount_minor": minor_amount(promise.amount, currency),
        "currency": currency,
        "document_nos": documents,
    }
    on = going_on.batch.recorded_on
    waits = promise.due_on > made_on + timedelta(days=FREELY_DAYS)
    waits = waits and not may("approve_promise", actor=actor, on=on, about=case.about)
    handle = record(told, case.customer_no, case.entity_no, batch=going_on.batch, waits=waits)
    request = _asked_for(handle, told, case, actor, on) if waits else None
    until = promise.due_on + timedelta(days=TOLERANCE_DAYS)
    return {"promise": handle, **told, "until": until, "request": request}


def _asked_for(handle: str, told: dict[str, Any], case: NamedCase, actor: Actor, on: date) -> int:
    facts = {
        "amount_minor": told["amount_minor"],
        "currency": told["currency"],
        "made_on": str(told["made_on"]),
        "due_on": str(told["due_on"]),
    }
    question = Question(
        key=f"{PROMISE}/{handle}",
        kind=PROMISE,
        subject=Subject(PROMISE, handle),
        role=APPROVER,
        facts=facts,
        customer_id=case.customer_id,
        entity=case.entity,
    )
    return ask(question, actor=actor, on=on)


def settle_promise(asked: Asked, batch: Batch) -> None:
    """Let a promise that waited count from the decision's day on, or not at all (R-121)."""
    promise = promise_of(asked.subject_id)
    move_case(promise.customer_id, promise.entity_id)
    settle_waiting(promise_of(asked.subject_id), approved=asked.state == "approved", reason=asked.reason, batch=batch)


def withdraw_promise(asked: Withdrawal, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Take a promise back: from today on it holds nothing back and is not judged; facts: promise, due_on.

    Raises: Refused promise_unknown, promise_withdrawn, changed_meanwhile.
    """
    return once("withdraw_promise", asked, lambda: _withdrawn(asked, actor, on), actor=actor, key=key)


def _withdrawn(asked: Withdrawal, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    promise = promise_of(asked.handle)
    customer_id, entity = promise.customer.code, promise.entity.code
    about, subject = About(customer_id, (entity,)), Subject("customer", customer_id)
    with act("withdraw_promise", actor=actor, on=on, subject=subject, about=about) as going_on:
        move_case(promise.customer_id, promise.entity_id)
        present = promise_of(asked.handle)
        withdraw(present, reason=asked.reason, batch=going_on.batch)
        if present.standing == "waiting":
            requests = requests_of_keys(pl.Series([f"{PROMISE}/{asked.handle}"]))
            withdraw_request(requests["request_no"].item(), on=on)
        going_on.facts = {"promise": asked.handle, "entity": entity, "due_on": promise.due_on}
        going_on.personal["reason"] = asked.reason
    return Done(going_on.batch.pk, {"customer": customer_id, **going_on.facts})
