"""What a person has just done taken back by the same person on the same business day (R-211).

The facts of the act are closed, what it had replaced holds again, and the tasks that it ended are open once more; the
record of the act stays, and the taking back is a record of its own. What somebody has built upon is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError

from huikuan.apps.approvals.services import withdraw as withdraw_request
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject
from huikuan.apps.cash.services import take_back_claims
from huikuan.apps.customers.selectors import OVERRIDE_FACTS
from huikuan.apps.intake.bulk import FactTable
from huikuan.apps.intake.reversal import mark_undone, refuse_built_upon, standing_of, take_back
from huikuan.apps.intake.services import KeptAnswer, kept_answers
from huikuan.apps.receivables.selectors import cases_of_customer
from huikuan.apps.receivables.services import move_numbered_cases
from huikuan.apps.tasks.services import reopen_tasks, resume_tasks, take_back_follow_ups
from huikuan.desk.acts import act
from huikuan.desk.imports import KNOWN
from huikuan.desk.once import Done, once

if TYPE_CHECKING:
    from huikuan.apps.intake.models import Batch

_FACTS: tuple[FactTable, ...] = (
    *(KNOWN[table][0] for table in ("activities", "promises", "disputes")),
    OVERRIDE_FACTS,
)
# Acts whose facts, tasks and requests are all that they did.
TAKEN_BACK = frozenset(
    {
        "log_activity",
        "open_dispute",
        "override_policy",
        "postpone_many",
        "record_promise",
        "resolve_dispute",
        "save_call",
    }
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """An act of one's own, by the key that it was done under."""

    act_key: str


def take_act_back(asked: TakenBack, *, actor: Actor, on: date, key: str | None = None) -> Done:
    """Take back what was done under the key; facts: undone (its batch), act, cases, tasks.

    Raises: Refused act_unknown, not_undoable, undone_too_late, batch_undone, built_upon, task_moved, request_decided.
    """
    return once("take_back", asked, lambda: _taken_back(asked, actor, on), actor=actor, key=key)


def _taken_back(asked: TakenBack, actor: Actor, on: date) -> Done:
    kept = kept_answers(asked.act_key, actor=actor)
    if kept is None:
        raise Refused("act_unknown")
    if kept.act not in TAKEN_BACK:
        raise Refused("not_undoable")
    if kept.batch.recorded_on != on:
        raise Refused("undone_too_late", recorded=kept.batch.recorded_on)
    cases = _cases(kept.answer)
    subject = Subject("batch", str(kept.batch.pk))
    try:
        with act("take_back", actor=actor, on=on, subject=subject, kind="reversal") as going_on:
            move_numbered_cases(cases)
            _facts_back(kept, going_on.batch)
            tasks = _tasks_back(kept, actor)
            if kept.answer.get("request"):
                withdraw_request(int(kept.answer["request"]), on=on)
            going_on.facts = {"undone": kept.batch.pk, "act": kept.act, "cases": cases, "tasks": tasks}
    except IntegrityError as conflict:  # something else holds in the place of what was to hold again
        raise Refused("built_upon", batch=kept.batch.pk, by="?") from conflict
    return Done(going_on.batch.pk, dict(going_on.facts))


def _facts_back(kept: KeptAnswer, batch: Batch) -> None:
    for undone in kept.batches:
        if undone.pk == kept.batch.pk:  # one batch takes back one: what stands beside it goes with it
            mark_undone(undone, batch=batch)
        for facts in _FACTS:
            standing = standing_of(facts, undone)
            refuse_built_upon(undone, standing)
            take_back(facts, undone, standing, batch=batch)
        take_back_follow_ups(undone, batch=batch)
        take_back_claims(undone, batch=batch)


def _tasks_back(kept: KeptAnswer, actor: Actor) -> list[int]:
    tasks = [int(task["task"]) for task in kept.answer.get("tasks") or ()]
    back = resume_tasks if kept.act == "postpone_many" else reopen_tasks
    back(tasks, actor=actor)
    return tasks


def _cases(answer: Mapping[str, Any]) -> list[int]:
    if answer.get("cases"):
        return [int(number) for number in answer["cases"]]
    return [case.case_no for case in cases_of_customer(str(answer.get("customer", "")))]
