"""Many cases left alone until a day in one act: those that have moved meanwhile are told one by one (R-210)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.customers.selectors import names_of_customers
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.receivables.selectors import CaseSeen, cases_numbered
from huikuan.apps.receivables.services import move_numbered_cases
from huikuan.apps.tasks.selectors import OpenTask, open_tasks_of_cases
from huikuan.apps.tasks.services import postpone_tasks
from huikuan.desk.acts import REACHED, act
from huikuan.desk.once import Done, once
from huikuan.desk.rights import require_any


@dataclass(frozen=True, slots=True)
class CaseMeant:
    """A case by our number, as the person saw it: ``change_no`` has moved where something was recorded since."""

    case_no: int
    change_no: int | None = None


@dataclass(frozen=True, slots=True)
class ManyPostponed:
    """Which cases are left alone, through which day, and why."""

    cases: tuple[CaseMeant, ...]
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class Left:
    """A case that an act leaves as it is. ``why``: moved, postponed (until a day), nothing_open."""

    customer_id: str
    name: str
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """What postponing would do: the cases as they are now with their open tasks, and those that it would leave."""

    cases: list[CaseSeen]
    names: dict[str, str]
    tasks: list[OpenTask]
    left: list[Left]


def outlook(case_nos: Collection[int], *, viewer: Actor, on: date) -> Outlook:
    """Return what postponing these cases would do; cases out of reach are left out. Raises: Refused."""
    require_any("postpone_task", actor=viewer, on=on)
    return _looked([CaseMeant(number) for number in case_nos], viewer, on)


def postpone_many(asked: ManyPostponed, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Leave the open tasks of these cases alone through ``until``; facts: tasks, cases, until, left.

    One transaction and one record. Raises: Refused reason_missing, until_is_past, nothing_to_postpone.
    """
    return once("postpone_many", asked, lambda: _postponed(asked, actor, on), actor=actor, key=key)


def _postponed(asked: ManyPostponed, actor: Actor, on: date) -> Done:
    reason = asked.reason.strip()
    if not reason:
        raise Refused("reason_missing")
    if asked.until < on:
        raise Refused("until_is_past", until=asked.until, on=on)
    subject = Subject("cases", str(len(asked.cases)))
    with act("postpone_task", actor=actor, on=on, subject=subject, about=REACHED) as going_on:
        move_numbered_cases([case.case_no for case in asked.cases], by=0)  # locks them: acts on one case follow
        seen = _looked(asked.cases, actor, on)
        if not seen.tasks:
            raise Refused("nothing_to_postpone")
        case_nos = sorted({task.case_no for task in seen.tasks})
        move_numbered_cases(case_nos)
        postpone_tasks(seen.tasks, until=asked.until, reason=reason, actor=actor)
        going_on.facts = {
            "tasks": [task.told for task in seen.tasks],
            "cases": case_nos,
            "until": asked.until,
            "left": [{"customer": one.customer_id, "why": one.why} for one in seen.left],
        }
        going_on.personal = {"reason": reason}
    return Done(going_on.batch.pk, dict(going_on.facts))


def _looked(meant: Collection[CaseMeant], viewer: Actor, on: date) -> Outlook:
    reach = reach_of(viewer, "postpone_task", on)
    found = cases_numbered([case.case_no for case in meant], reach)
    names = names_of_customers({case.customer_id for case in found})
    tasks = open_tasks_of_cases([case.case_no for case in found])
    changed = {case.case_no: case.change_no for case in meant if case.change_no is not None}
    moved = {case.case_no for case in found if changed.get(case.case_no, case.change_no) != case.change_no}
    left = list(_left(found, names, tasks, moved))
    doing = [task for task in tasks if task.state == "open" and task.case_no not in moved]
    return Outlook(found, names, doing, left)


def _left(
    found: list[CaseSeen], names: dict[str, str], tasks: list[OpenTask], moved: Collection[int]
) -> Iterator[Left]:
    for case in found:
        own = [task for task in tasks if task.case_no == case.case_no]
        name = names.get(case.customer_id, case.customer_id)
        until = next((task.postponed_until for task in own if task.state == "postponed"), None)
        if any(task.state == "open" for task in own) and case.case_no not in moved:
            continue
        why = "postponed" if until else "moved" if case.case_no in moved else "nothing_open"
        yield Left(case.customer_id, name, why, until)
