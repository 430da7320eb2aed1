"""A contact and what came of it, in one act: the record, the tasks that it meets, the promise it led to (D-803, D-804).

A contact meets a task by the rule by which the engine judges the step (R-23), so that the next day asks for what this
one left open and for nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
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
from huikuan.desk.following_up import NOTHING_AGREED, Afterwards, follow_ups_in
from huikuan.desk.manual import Manual, manual_with
from huikuan.desk.naming import NamedCase, named_case, named_code, near
from huikuan.desk.once import Done, once
from huikuan.desk.promising import Promise, promise_in
from huikuan.desk.rights import require
from huikuan.engine.codes import CHANNELS, OUTCOMES
from huikuan.engine.contacts import UNDELIVERED_OUTCOMES
from huikuan.engine.ladder.document import Policy, Step
from huikuan.engine.worklist import VERIFY
from huikuan.gateways import clock


@dataclass(frozen=True, slots=True)
class Manner:
    """How the talk went, each by a code or empty: what was heard, whether they can pay and want to, in which tone."""

    excuse: str = ""
    ability: str = ""
    willingness: str = ""
    tone: str = ""


UNSAID = Manner()


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
    manner: Manner = UNSAID
    afterwards: Afterwards = NOTHING_AGREED


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
    channels = _channels(manual_with([(task.policy, task.policy_version)], on), task)
    if not (asked.channel or channels):
        raise Refused("channel_needed", task=asked.task)
    contact = Contact(
        customer=task.customer_id,
        channel=asked.channel or channels[0],
        outcome=asked.outcome,
        step=task.step if task.step == VERIFY.id else f"{task.policy}/{task.step}",
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
        case_no = move_case(case.customer_no, case.entity_no)
        if contact.task is not None:
            open_task(contact.task)
        tasks = open_tasks_of_case(case_no)
        manual = manual_with({(task.policy, task.policy_version) for task in tasks}, on)
        _check_step(told["step"], tasks, manual)
        handle = record_activity(told, case.customer_no, case.entity_no, batch=going_on.batch, actor=actor)
        met = [task for task in tasks if _meets(told, task, manual)]
        for task in met:
            end_task(task, actor=actor, on=on)
        going_on.facts = {
            "activity": handle,
            "entity": case.entity,
            **{name: told[name] for name in ("at", "channel", "outcome", "step", "delivered", "document_nos")},
            "tasks": [task.told for task in met],
            **_promised(contact, told, case, going_on, actor),
        }
        going_on.facts |= follow_ups_in(going_on, contact.afterwards, told, case, case_no=case_no, actor=actor)
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
        **asdict(contact.manner),
    }


def _check_step(step: str | None, tasks: list[OpenTask], manual: Manual) -> None:
    """Refuse a step that neither the case's tasks nor the manual know. Raises: Refused step_unknown."""
    if step is None:
        return
    known = {VERIFY.id, *(task.step for task in tasks)}
    known |= {known_step.id for policy in manual.policies.values() for known_step in policy.steps}
    if (cycle := manual.parameters.statement_cycle) is not None:
        known |= {rung.id for rung in cycle.rungs}
    if step not in known:
        raise Refused("step_unknown", step=step, near=near(step, sorted(known)))


def _meets(told: dict[str, Any], task: OpenTask, manual: Manual) -> bool:
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
    wanted = _step(manual.policies, task.policy, task.step)
    return wanted is not None and not wanted.own_record and _is_contact(told, task, manual)


def _is_contact(told: dict[str, Any], task: OpenTask, manual: Manual) -> bool:
    """Tell whether it was a contact with the customer: no step inside the house, of ladder or cycle (R-23, R-52)."""
    policy, step = told["step_policy"] or task.policy, told["step"]
    done = _step(manual.policies, policy, step)
    if done is not None:
        return done.customer_facing
    cycle = manual.parameters.statement_cycle
    return cycle is None or step not in cycle.inner_steps


def _channels(manual: Manual, task: OpenTask) -> tuple[str, ...]:
    """Return the channels of a task's step, by its ladder or by the statement cycle."""
    if task.step == VERIFY.id:
        return VERIFY.channels
    cycle = manual.parameters.statement_cycle
    rungs = cycle.rungs if cycle is not None and cycle.id == task.policy else ()
    step = _step(manual.policies, task.policy, task.step) or next(
        (rung for rung in rungs if rung.id == task.step), None
    )
    return step.channels if step is not None else ()


def _step(policies: Mapping[str, Policy], policy: str, step: str | None) -> Step | None:
    """Return a step of a ladder that is known."""
    document = policies.get(policy)
    return next((known for known in document.steps if known.id == step), None) if document and step else None
