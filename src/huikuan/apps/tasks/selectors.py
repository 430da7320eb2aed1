"""Answers about tasks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, time
from typing import Any

import polars as pl
from django.db import connection
from django.db.models import Count, Q

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.people.selectors import reach_of
from huikuan.apps.receivables.selectors import within
from huikuan.apps.tasks.models import FollowUp, Pin, Task
from huikuan.gateways import columns

KEY = ("case_no", "policy", "policy_version", "step", "cycle_on")
_TASKS = {
    "task_no": ("id", pl.Int64),
    "case_no": ("case", pl.Int64),
    "policy": ("policy", pl.String),
    "policy_version": ("policy_version", pl.Int32),
    "step": ("step", pl.String),
    "cycle_on": ("cycle_on", pl.Date),
    "state": ("state", pl.String),
    "role": ("role", pl.String),
    "assignee": ("assignee", pl.String),
    "first_on": ("first_on", pl.Date),
    "postponed_until": ("postponed_until", pl.Date),
    "touched_by": ("touched_by", pl.Int64),
}


def unended_tasks() -> pl.DataFrame:
    """Return the open and postponed tasks: task_no, the key, state, role, assignee, first_on, touched_by …"""
    paths = [path for path, _ in _TASKS.values()]
    rows = Task.objects.filter(state__in=["open", "postponed"]).order_by("id").values_list(*paths)
    return columns.read_table(connection, rows, {name: dtype for name, (_, dtype) in _TASKS.items()})


@dataclass(frozen=True, slots=True)
class OpenTask:
    """A task as one person meets it, mostly open or postponed. ``version``: of the row as it was read."""

    number: int
    case_no: int
    customer_id: str
    entity: str
    policy: str
    policy_version: int
    step: str
    cycle_on: date
    first_on: date
    state: str
    postponed_until: date | None
    version: int

    @property
    def told(self) -> dict[str, Any]:
        """What an act says of the tasks that it moved."""
        return {
            "task": self.number,
            "policy": self.policy,
            "policy_version": self.policy_version,
            "step": self.step,
        }


_ONE = (
    "id", "case", "case__customer__code", "case__entity__code", "policy", "policy_version", "step", "cycle_on",
    "first_on", "state", "postponed_until", "version",
)  # fmt: skip


def named_task(number: int) -> OpenTask:
    """Return the task of that number, ended or not. Raises: Refused task_unknown."""
    row = Task.objects.filter(pk=number).values_list(*_ONE).first()
    if row is None:
        raise Refused("task_unknown", task=number)
    return OpenTask(*row)


def open_task(number: int) -> OpenTask:
    """Return the task of that number. Raises: Refused task_unknown, task_ended."""
    found = Task.objects.filter(pk=number)
    row = found.filter(state__in=["open", "postponed"]).values_list(*_ONE).first()
    if row is None:
        raise Refused("task_ended" if found.exists() else "task_unknown", task=number)
    return OpenTask(*row)


def open_tasks_of_case(case_no: int) -> list[OpenTask]:
    """Return the open and postponed tasks of a case, oldest first."""
    rows = Task.objects.filter(case=case_no, state__in=["open", "postponed"]).order_by("id")
    return [OpenTask(*row) for row in rows.values_list(*_ONE)]


def open_tasks_of_cases(case_nos: Collection[int]) -> list[OpenTask]:
    """Return the open and postponed tasks of these cases, oldest first."""
    rows = Task.objects.filter(case__in=list(case_nos), state__in=["open", "postponed"]).order_by("id")
    return [OpenTask(*row) for row in rows.values_list(*_ONE)]


def tasks_of(customer_no: int) -> list[Task]:
    """Return every task of a customer, with case, entity and whoever touched it."""
    rows = Task.objects.filter(case__customer=customer_no).select_related("case__entity", "touched_by")
    return list(rows.order_by("first_on", "id"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How many tasks are open, and how many were done on a day."""

    open: int
    done: int


def progress_on(on: date, *, viewer: Actor, assignee: str | None = None) -> Progress:
    """Return how far the viewer's tasks are, or those of one person among them."""
    tasks = Task.objects.filter(within(reach_of(viewer, "see_worklist", on), "case__"))
    if assignee is not None:
        tasks = tasks.filter(assignee=assignee)
    counted = tasks.aggregate(
        open=Count("id", filter=Q(state="open")), done=Count("id", filter=Q(state="done", ended_on=on))
    )
    return Progress(**counted)


@dataclass(frozen=True, slots=True)
class FollowUpSeen:
    """An open follow-up as it is shown, with its version as it was read."""

    number: int
    customer_id: str
    entity: str
    kind: str
    due_on: date
    due_at: time | None
    note: str
    owner: str | None  # a person's code
    version: int


_FOLLOW_UP = (
    "id", "case__customer__code", "case__entity__code", "kind", "due_on", "due_at", "note", "owner__code", "version",
)  # fmt: skip


def named_follow_up(number: int) -> FollowUpSeen:
    """Return the follow-up of that number, ended or not. Raises: Refused task_unknown."""
    row = FollowUp.objects.filter(pk=number).values_list(*_FOLLOW_UP).first()
    if row is None:
        raise Refused("task_unknown", task=number)
    return FollowUpSeen(*row)


def open_follow_ups(only: Q, *, viewer: Actor, on: date, limit: int = 20) -> list[FollowUpSeen]:
    """Return the open follow-ups of customers that the viewer sees, the earliest first."""
    within_reach = within(reach_of(viewer, "see_customer", on), "case__")
    found = FollowUp.objects.filter(only, within_reach, ended_on__isnull=True)
    rows = found.order_by("due_on", "due_at", "id").values_list(*_FOLLOW_UP)
    return [FollowUpSeen(*row) for row in rows[:limit]]


@dataclass(frozen=True, slots=True)
class PinSeen:
    """A case that stands first, by whose word, why, and through which day."""

    case_no: int
    person: str
    reason: str
    last_on: date


def pins_on(on: date) -> list[PinSeen]:
    """Return the cases that people have put first on that day, the oldest pin first."""
    rows = Pin.objects.filter(ended_on__isnull=True, first_on__lte=on, last_on__gte=on).order_by("id")
    told = rows.values_list("case", "made_by__name", "reason", "last_on")
    return [PinSeen(case_no, person or "", reason, last_on) for case_no, person, reason, last_on in told]
