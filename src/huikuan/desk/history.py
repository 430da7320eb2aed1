"""What was done with a customer and what came of it, as one line of events (D-803: the last points stay at hand)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID

from huikuan.apps.activities.selectors import activities_of
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.selectors import actors_of
from huikuan.apps.cash.selectors import receipts_of
from huikuan.apps.customers.selectors import customer_number, overrides_of
from huikuan.apps.disputes.selectors import disputes_on
from huikuan.apps.dunning.selectors import verdicts_on
from huikuan.apps.people.selectors import codes_of_people
from huikuan.apps.promises.selectors import promises_of
from huikuan.apps.receivables.selectors import cases_of_customer, documents_of_case
from huikuan.apps.statements.selectors import statements_of
from huikuan.apps.tasks.selectors import tasks_of
from huikuan.desk.naming import named_customer
from huikuan.desk.rights import About, require

if TYPE_CHECKING:
    from huikuan.apps.intake.facts import Fact

Kind = Literal["activity", "promise", "payment", "dispute", "statement", "task", "override"]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was done, said or decided. ``handle``: what it is called; ``facts``: by code and figure."""

    on: date
    kind: Kind
    handle: str
    facts: Mapping[str, Any]
    by: str | None = None  # a person's code; None: an import, the operator or the day itself
    is_imported: bool = False
    batch: int | None = None  # what it was recorded with; None: by the day itself


def history(wanted: str, *, viewer: Actor, on: date) -> tuple[str, list[Event]]:
    """Return the customer's code and all that is known of what happened, the newest last.

    Raises: Refused customer_unknown, customers_alike, or the viewer may not see the customer.
    """
    customer_id = named_customer(wanted, actor=viewer, on=on)
    require("see_customer", actor=viewer, on=on, about=About(customer_id))
    customer_no = customer_number(customer_id)
    assert customer_no is not None
    told = list(_told(customer_id, customer_no))
    authors = _authors([fact for fact, _ in told])
    events = [
        replace(event, by=authors.get(fact.batch.act_id), is_imported=_is_imported(fact), batch=fact.batch_id)
        for fact, event in told
    ]
    return customer_id, sorted([*events, *_tasks(customer_no)], key=lambda event: event.on)


def _told(customer_id: str, customer_no: int) -> Iterator[tuple[Fact, Event]]:
    for activity in activities_of(customer_no):
        facts = {**_named(activity, "channel", "outcome", "step", "note"), "at": activity.at.replace(tzinfo=None)}
        yield activity, Event(activity.at.date(), "activity", activity.handle, facts)
    promises = promises_of(customer_no)
    verdicts = verdicts_on([promise.handle for promise in promises])
    for promise in promises:
        state, kept = verdicts.get(promise.handle, ("open", 0))
        said = _named(promise, "amount_minor", "currency", "due_on", "standing", "standing_reason")
        facts = {**said, "state": state, "kept_minor": kept}
        yield promise, Event(promise.made_on, "promise", promise.handle, facts)
    for receipt in receipts_of(customer_no):
        facts = _named(receipt, "amount_minor", "currency", "method", "bank_reference", "refused_on")
        yield receipt, Event(receipt.received_on, "payment", receipt.receipt.payment_no, facts)
    yield from _statements(customer_no)
    yield from _disputes(customer_id)
    for override in overrides_of(customer_no):
        facts = _named(override, "policy", "reason", "last_on", "ended_on")
        yield override, Event(override.first_on, "override", override.handle, facts)


def _statements(customer_no: int) -> Iterator[tuple[Fact, Event]]:
    for statement in statements_of(customer_no):
        for state, on in (("sent", statement.sent_on), ("confirmed", statement.confirmed_on)):
            if on is not None:
                handle = f"{statement.entity.code} {statement.period}"
                yield statement, Event(on, "statement", handle, {"period": statement.period, "state": state})


def _disputes(customer_id: str) -> Iterator[tuple[Fact, Event]]:
    currencies: dict[str, str] = {}
    for case in cases_of_customer(customer_id):
        currencies |= documents_of_case(case.customer_no, case.entity_no)
    for dispute in disputes_on(currencies):
        said = _named(dispute, "document_no", "amount_minor", "reason", "resolved_on", "resolution", "note")
        facts = {**said, "currency": currencies[dispute.document_no]}
        yield dispute, Event(dispute.opened_on, "dispute", dispute.handle, facts)


def _tasks(customer_no: int) -> Iterator[Event]:
    for task in tasks_of(customer_no):
        facts = _named(
            task, "policy", "policy_version", "step", "state", "ended_on", "ended_as", "postponed_until", "reason"
        )
        by = task.touched_by.code if task.touched_by else None
        yield Event(task.first_on, "task", str(task.pk), facts, by)


def _named(row: object, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _authors(facts: list[Fact]) -> dict[UUID, str]:
    """Return the codes of the people behind these facts, by act."""
    actors = actors_of({fact.batch.act_id for fact in facts})
    numbers = {act: number for act, (kind, number) in actors.items() if kind == "person" and number is not None}
    codes = codes_of_people(set(numbers.values()))
    return {act: codes[number] for act, number in numbers.items()}


def _is_imported(fact: Fact) -> bool:
    return bool(fact.batch.kind == "import")
