"""Brings the tasks in line with what a day asks for, and with what people did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection
from django.db.models import F

from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.tasks.models import FollowUp, Pin, Task
from huikuan.apps.tasks.selectors import KEY, OpenTask, unended_tasks
from huikuan.engine.tables import Schema
from huikuan.gateways import columns

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from huikuan.apps.intake.models import Batch

_UNENDED = "here.state IN ('open', 'postponed')"


@dataclass(frozen=True, slots=True)
class Settled:
    """What a run changed among the tasks."""

    made: int
    overtaken: int  # the same step has come round again
    withdrawn: int
    reopened: int


def settle_tasks(wanted: pl.DataFrame, *, on: date, revision: int) -> Settled:
    """Add tasks that are wanted and not there, end those no longer wanted; a task that a person touched stays.

    ``wanted``: ``KEY``, role, assignee; one row per task. A task that was ended untouched and is wanted again (money
    that bounced, a revised run) is opened again: it is the same task. While a task is postponed, its step is not asked
    for at that case; afterwards it is a task like any other (R-125).
    """
    _end_postponements(on)
    present = unended_tasks()
    held = present.filter(pl.col("state") == "postponed")
    wanted = wanted.unique(KEY, keep="first", maintain_order=True)
    wanted = wanted.join(held, on=["case_no", "policy", "step"], how="anti", maintain_order="left")
    untouched = present.filter(pl.col("touched_by").is_null() & (pl.col("state") == "open"))
    ended = untouched.join(wanted, on=KEY, how="anti", maintain_order="left")
    again = ended.join(wanted.select("case_no", "step").unique(), on=["case_no", "step"], how="semi")
    gone = ended.join(again, on="task_no", how="anti")
    _end(again["task_no"], "overtaken", on=on)
    _end(gone["task_no"], "not_needed", on=on)
    missing = wanted.join(present, on=KEY, how="anti", maintain_order="left")
    reopened = _reopened(missing)
    new = missing.join(reopened, on=KEY, how="anti", maintain_order="left")
    rows = new.select(
        "policy",
        "policy_version",
        "step",
        "cycle_on",
        "role",
        "assignee",
        case_id="case_no",
        state=pl.lit("open"),
        first_on=pl.lit(on),
        revision=pl.lit(revision),
    )
    columns.append_table(connection, Task._meta.db_table, rows)
    return Settled(made=new.height, overtaken=again.height, withdrawn=gone.height, reopened=reopened.height)


def _end_postponements(on: date) -> None:
    over = Task.objects.filter(state="postponed", postponed_until__lt=on)
    over.update(state="open", touched_by=None, version=F("version") + 1)


def _end(task_nos: pl.Series, ended_as: str, *, on: date) -> None:
    rows = pl.DataFrame({"id": task_nos}).with_columns(
        state=pl.lit("withdrawn"), ended_on=pl.lit(on), ended_as=pl.lit(ended_as)
    )
    columns.update_table(connection, Task._meta.db_table, rows, only=_UNENDED)


def _reopened(missing: pl.DataFrame) -> pl.DataFrame:
    """Open again the withdrawn, untouched tasks among those that are wanted; returns their keys.

    A done one is left done: what a person did is not asked for twice.
    """
    schema: Schema = {name: missing.schema[name] for name in KEY}
    if missing.is_empty():
        return pl.DataFrame(schema=schema)
    rows = Task.objects.filter(ended_on__isnull=False, cycle_on__gte=missing["cycle_on"].min())
    paths = ("id", "state", "case", *KEY[1:])
    types: Schema = {"task_no": pl.Int64, "state": pl.String, **schema}
    ended = columns.read_table(connection, rows.order_by("id").values_list(*paths), types)
    found = ended.join(missing, on=KEY, how="semi", maintain_order="left")
    withdrawn = found.filter(pl.col("state") == "withdrawn").select(
        id="task_no", state=pl.lit("open"), ended_on=pl.lit(None, pl.Date), ended_as=pl.lit("")
    )
    columns.update_table(connection, Task._meta.db_table, withdrawn, only="here.state = 'withdrawn'")
    return found.select(KEY)


def finish_task(task: OpenTask, *, actor: Actor, on: date) -> None:
    """End a task as met by what a person did. Raises: Refused task_moved when somebody was faster."""
    _move(task, actor, state="done", ended_on=on, ended_as="met")


def postpone_task(task: OpenTask, *, until: date, reason: str, actor: Actor) -> None:
    """Leave a task alone through ``until``. Raises: Refused task_moved when somebody was faster."""
    _move(task, actor, state="postponed", postponed_until=until, reason=reason)


def postpone_tasks(tasks: Collection[OpenTask], *, until: date, reason: str, actor: Actor) -> None:
    """Leave open tasks alone through ``until``, all or none. Raises: Refused task_moved when somebody was faster."""
    still = Task.objects.filter(pk__in=[task.number for task in tasks], state="open")
    changes = {"state": "postponed", "postponed_until": until, "reason": reason, "touched_by": actor.id}
    _move_all(still, len(tasks), changes)


def resume_tasks(numbers: Collection[int], *, actor: Actor) -> None:
    """Open again what the actor had postponed. Raises: Refused task_moved when it is not as he left it."""
    still = Task.objects.filter(pk__in=list(numbers), state="postponed", touched_by=actor.id)
    _move_all(still, len(numbers), {"state": "open", "postponed_until": None, "reason": "", "touched_by": None})


def reopen_tasks(numbers: Collection[int], *, actor: Actor) -> None:
    """Open again what the actor had done. Raises: Refused task_moved when it is not as he left it."""
    still = Task.objects.filter(pk__in=list(numbers), state="done", touched_by=actor.id)
    _move_all(still, len(numbers), {"state": "open", "ended_on": None, "ended_as": "", "touched_by": None})


def _move_all(tasks: QuerySet[Task, Task], count: int, changes: Mapping[str, object]) -> None:
    if tasks.update(version=F("version") + 1, **changes) != count:
        raise Refused("task_moved", task=0)


def _move(task: OpenTask, actor: Actor, **changes: object) -> None:
    still = Task.objects.filter(pk=task.number, version=task.version, state__in=["open", "postponed"])
    touched_by = actor.id if actor.kind == "person" else None
    if not still.update(touched_by=touched_by, version=F("version") + 1, **changes):
        raise Refused("task_moved", task=task.number)


def record_follow_up(
    kind: str, due: date | datetime, note: str, *, case_no: int, actor: Actor, batch: Batch
) -> dict[str, object]:
    """Record what somebody took upon himself, for a day or for an hour of it; returns what the act says of it."""
    at = due.time() if isinstance(due, datetime) else None
    due_on = due.date() if isinstance(due, datetime) else due
    owner = actor.id if actor.kind == "person" else None
    row = FollowUp.objects.create(
        case_id=case_no, kind=kind, due_on=due_on, due_at=at, note=note, owner_id=owner, batch=batch
    )
    return {"follow_up": row.pk, "kind": kind, "due_on": due_on, "due_at": at and f"{at:%H:%M}"}


def end_follow_up(number: int, version: int, *, batch: Batch) -> None:
    """End a follow-up as done. Raises: Refused task_moved when somebody was faster."""
    still = FollowUp.objects.filter(pk=number, version=version, ended_on__isnull=True)
    if not still.update(ended_on=batch.recorded_on, ended_with=batch, version=F("version") + 1):
        raise Refused("task_moved", task=number)


def end_call_backs(case_no: int, *, batch: Batch) -> None:
    """End the calls that were agreed for that day or before, since somebody was spoken with."""
    on = batch.recorded_on
    due = FollowUp.objects.filter(case=case_no, kind="call_back", due_on__lte=on, ended_on__isnull=True)
    due.update(ended_on=on, ended_with=batch, version=F("version") + 1)


def take_back_follow_ups(undone: Batch, *, batch: Batch) -> None:
    """End what a batch had recorded, and open again what it had ended."""
    made = FollowUp.objects.filter(batch=undone, ended_on__isnull=True)
    made.update(ended_on=batch.recorded_on, ended_with=batch, version=F("version") + 1)
    FollowUp.objects.filter(ended_with=undone).update(ended_on=None, ended_with=None, version=F("version") + 1)


def erase_follow_up_notes(customer_id: str) -> int:
    """Empty what was noted beside a customer's follow-ups; returns how many had a note."""
    return FollowUp.objects.filter(case__customer__code=customer_id).exclude(note="").update(note="")


def pin_case(case_no: int, *, reason: str, on: date, until: date, actor: Actor) -> None:
    """Put a case first through ``until``. Raises: Refused pinned_already."""
    over = Pin.objects.filter(case=case_no, ended_on__isnull=True, last_on__lt=on)
    over.update(ended_on=F("last_on"))
    if Pin.objects.filter(case=case_no, ended_on__isnull=True).exists():
        raise Refused("pinned_already")
    Pin.objects.create(case_id=case_no, reason=reason, first_on=on, last_on=until, made_by_id=actor.id)


def unpin_case(case_no: int, *, on: date) -> None:
    """Let a case stand by its rank again. Raises: Refused pin_unknown."""
    if not Pin.objects.filter(case=case_no, ended_on__isnull=True).update(ended_on=on):
        raise Refused("pin_unknown")
