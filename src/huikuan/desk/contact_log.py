"""A contact and what came of it, in one act: the record, the tasks that it meets, the promise it led to (D-803, D-804).

A contact meets a task by the rule by which the engine judges the step (R-23), so that the next day asks for what this
one left open and for nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from huikuan.apps.activities.services import record_activity
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.receivables.services import move_case
from huikuan.apps.tasks.selectors import OpenTask, named_task, open_task, open_tasks_of_case
from huikuan.apps.tasks.services import finish_task as end_task
from huikuan.desk.acts import Act, act
from huikuan.desk.naming import NamedCase, named_case, named_code, near
from huikuan.desk.once import Done, once
from huikuan.desk.promising import Promise, promise_in
from huikuan.desk.rights import require
from huikuan.desk.since import refuse_decided_day
from huikuan.engine.codes import CHANNELS, OUTCOMES
from huikuan.engine.contacts import UNDELIVERED_OUTCOMES
from huikuan.engine.ladder.document import Step
from huikuan.engine.worklist import VERIFY
from huikuan.gateways import clock
from huikuan.gateways.policies import preset_cycle, preset_policies


@dataclass(frozen=True, slots=True)
class Contact:
    """What somebody did with a customer and what came of it.

    ``at``: the hour of the business without a zone; without it now, or the business date where that is another day.
    ``delivered``: whether it reached the customer; without it the outcome says so (R-21). ``step``: of the ladder,
    also as ``policy/step``.
    """

    customer: str
    channel: str
    outcome: str | None = None
    step: str | None = None
    document_nos: tuple[str, ...] = ()
    note: str | None = None
    at: datetime | None = None
    delivered: bool | None = None
    entity: str | None = None
    promise: Promise | None = None
    task: int | None = None  # the task that it did, which must still be open


def log_contact(contact: Contact, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Record a contact; facts: activity, step, tasks (numbers ended), and those of the promise made in it.

    Raises: Refused.
    """
    return once("log_activity", contact, lambda: _logged(contact, actor, on), actor=actor, key=key)


@dataclass(frozen=True, slots=True)
class Finish:
    """A task that was done. ``channel``: without it, the first of the step's."""

    task: int
    channel: str | None = None
    outcome: str = "delivered"
    note: str | None = None
    at: datetime | None = None


def finish_task(asked: Finish, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Record that a task was done: a record of its own step, which is what the ladder reads (R-125).

    Raises: Refused task_unknown, task_ended, channel_needed, or as ``log_contact`` does.
    """
    task = named_task(asked.task)
    step = VERIFY if task.step == VERIFY.id else _step(task.policy, task.step)
    channel = asked.channel or (step.channels[0] if step and step.channels else None)
    if channel is None:
        raise Refused("channel_needed", task=asked.task)
    contact = Contact(
        customer=task.customer_id,
        channel=channel,
        outcome=asked.outcome,
        step=task.step if step is VERIFY else f"{task.policy}/{task.step}",
        note=asked.note,
        at=asked.at,
        entity=task.entity,
        task=asked.task,
    )
    return log_contact(contact, actor=actor, on=on, key=key)


def _logged(contact: Contact, actor: Actor, on: date) -> Done:
    case = named_case(contact.customer, contact.entity, actor=actor, on=on)
    require("log_activity", actor=actor, on=on, about=case.about)
    told = _told(contact, case, on)
    if contact.promise is not None:
        require("record_promise", actor=actor, on=on, about=case.about)
    subject = Subject("customer", case.customer_id)
    with act("log_activity", actor=actor, on=on, subject=subject, about=case.about) as going_on:
        refuse_decided_day(on)
        case_no = move_case(case.customer_no, case.entity_no)
        if contact.task is not None:
            open_task(contact.task)
        tasks = _open_tasks(case_no, told)
        handle = record_activity(told, case.customer_no, case.entity_no, batch=going_on.batch, actor=actor)
        met = [task for task in tasks if _meets(told, task)]
        for task in met:
            end_task(task, actor=actor, on=on)
        going_on.facts = {
            "activity": handle,
            "entity": case.entity,
            **{name: told[name] for name in ("at", "channel", "outcome", "step", "delivered", "document_nos")},
            "tasks": [{"task": task.number, "policy": task.policy, "step": task.step} for task in met],
            **_promised(contact, told, case, going_on, actor),
        }
        if contact.note:
            going_on.personal["note"] = contact.note
    return Done(going_on.batch.pk, {"customer": case.customer_id, **going_on.facts})


def _promised(contact: Contact, told: dict[str, Any], case: NamedCase, going_on: Act, actor: Actor) -> dict[str, Any]:
    if contact.promise is None:
        return {}
    return promise_in(going_on, contact.promise, case, made_on=told["at"].date(), actor=actor)


def _told(contact: Contact, case: NamedCase, on: date) -> dict[str, Any]:
    """Return the activity's columns; what names nothing is refused."""
    channel = named_code("channel", contact.channel, CHANNELS)
    outcome = None if contact.outcome is None else named_code("outcome", contact.outcome, OUTCOMES)
    if contact.promise is not None and outcome not in (None, "promised", "partly_paid"):
        raise Refused("promise_without_word", outcome=outcome)
    at = contact.at or (now if (now := clock.wall_time()).date() == on else datetime.combine(on, time.min))
    if at >= datetime.combine(on + timedelta(days=1), time.min):
        raise Refused("contact_to_come", at=at, on=on)
    policy, _, step = (contact.step or "").rpartition("/")
    return {
        "at": at,
        "channel": channel,
        "outcome": outcome or ("promised" if contact.promise else None),
        "step": step or None,
        "step_policy": policy or None,
        "delivered": contact.delivered,
        "document_nos": case.named_documents(contact.document_nos),
        "note": contact.note,
    }


def _open_tasks(case_no: int, told: dict[str, Any]) -> list[OpenTask]:
    """Return the case's open tasks; a step that neither they nor a ladder know is refused."""
    tasks = open_tasks_of_case(case_no)
    if told["step"] is not None:
        known = {task.step for task in tasks} | set(_known_steps())
        if told["step"] not in known:
            raise Refused("step_unknown", step=told["step"], near=near(told["step"], sorted(known)))
    return tasks


def _known_steps() -> Iterator[str]:
    for policy in preset_policies().values():
        yield from (step.id for step in policy.steps)
    yield from (rung.id for rung in preset_cycle().rungs)
    yield VERIFY.id


def _meets(told: dict[str, Any], task: OpenTask) -> bool:
    """Tell whether what was done meets the task: its own step, or any contact where any will do (R-19, R-23)."""
    is_delivered = told["delivered"]
    if is_delivered is None:
        is_delivered = told["outcome"] is not None and told["outcome"] not in UNDELIVERED_OUTCOMES
    if not is_delivered or told["at"].date() < min(task.cycle_on, task.first_on):
        return False
    if told["step"] == task.step and told["step_policy"] in (None, task.policy):
        return True
    if task.step == VERIFY.id:
        return bool(told["outcome"] != "says_paid")
    wanted, done = _step(task.policy, task.step), _step(told["step_policy"] or task.policy, told["step"])
    return wanted is not None and not wanted.own_record and (done is None or done.customer_facing)


def _step(policy: str, step: str | None) -> Step | None:
    """Return a step of a ladder that is known."""
    document = preset_policies().get(policy)
    return next((known for known in document.steps if known.id == step), None) if document and step else None
