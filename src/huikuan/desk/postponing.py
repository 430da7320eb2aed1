"""A task that is left alone until a day, because somebody says so and why (R-125)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.receivables.selectors import cases_of_customer
from huikuan.apps.receivables.services import move_case
from huikuan.apps.tasks.selectors import OpenTask, open_task, open_tasks_of_case
from huikuan.apps.tasks.services import postpone_task
from huikuan.desk.acts import act
from huikuan.desk.naming import named_customer
from huikuan.desk.once import Done, once
from huikuan.desk.rights import About


@dataclass(frozen=True, slots=True)
class Postponement:
    """What is postponed: a task by its number, or all open tasks of a customer; through which day, and why.

    ``version``: of the task as the person saw it; without it, as it is.
    """

    what: str
    until: date
    reason: str
    version: int | None = None


def postpone(asked: Postponement, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Leave tasks alone through ``until``; facts: tasks (numbers with steps), customer, until. Raises: Refused."""
    return once("postpone_task", asked, lambda: _postponed(asked, actor, on), actor=actor, key=key)


def _postponed(asked: Postponement, actor: Actor, on: date) -> Done:
    if not asked.reason.strip():
        raise Refused("reason_missing")
    if asked.until < on:
        raise Refused("until_is_past", until=asked.until, on=on)
    tasks = _named_tasks(asked, actor, on)
    customer_id = tasks[0].customer_id
    about = About(customer_id, tuple(dict.fromkeys(task.entity for task in tasks)))
    subject = Subject("customer", customer_id)
    with act("postpone_task", actor=actor, on=on, subject=subject, about=about) as going_on:
        _move_cases(customer_id, about.entities)
        for task in tasks:
            postpone_task(task, until=asked.until, reason=asked.reason.strip(), actor=actor)
        going_on.facts = {
            "tasks": [task.told for task in tasks],
            "until": asked.until,
        }
        going_on.personal = {"reason": asked.reason.strip()}
    return Done(going_on.batch.pk, {"customer": customer_id, **going_on.facts})


def _named_tasks(asked: Postponement, actor: Actor, on: date) -> list[OpenTask]:
    """Return the tasks meant, as they were read before the act; whoever moves one meanwhile is noticed."""
    if asked.what.isdigit() and (asked.version is not None or not _is_customer(asked.what)):
        task = open_task(int(asked.what))
        if asked.version is not None and asked.version != task.version:
            raise Refused("task_moved", task=task.number)
        return [task]
    customer_id = named_customer(asked.what, actor=actor, on=on)
    found = [task for case in cases_of_customer(customer_id) for task in open_tasks_of_case(case.case_no)]
    if not found:
        raise Refused("no_open_task", customer=customer_id)
    return found


def _is_customer(text: str) -> bool:
    return bool(cases_of_customer(text))


def _move_cases(customer_id: str, entities: tuple[str, ...]) -> None:
    for case in cases_of_customer(customer_id):
        if case.entity in entities:
            move_case(case.customer_no, case.entity_no)
