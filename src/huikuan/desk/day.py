"""The day: read what is known, decide, write it down (ARCHITECTURE, "The day").

Deciding takes long and holds no lock. At the moment of writing, cases that somebody changed meanwhile are noticed by
their ``change_no`` and the day is decided again. A day that is run twice changes nothing; a day that was missed is
simply the next one that is run: every case stands where its facts put it, and no burst is made up (D-705).
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
from django.db import connection, transaction

from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.services import Subject, record_entry
from huikuan.apps.dunning.selectors import newest_business_date
from huikuan.apps.dunning.services import (
    RunFacts,
    close_run,
    give_back_lease,
    holds_lease,
    open_run,
    record_statement_steps,
    record_verdicts,
    record_worklist,
    settle_alerts,
    settle_skips,
    take_lease,
)
from huikuan.apps.intake.selectors import newest_batch_no, unseen_batches
from huikuan.apps.promises.selectors import promises_known
from huikuan.apps.receivables.selectors import cases
from huikuan.apps.tasks.services import settle_tasks
from huikuan.desk.approving import ask_for_steps
from huikuan.desk.known import known_tables, planned
from huikuan.desk.manual import Manual, check_documents, record_manual
from huikuan.desk.rights import require
from huikuan.desk.standing import keep_standings
from huikuan.desk.wanted import (
    CASE,
    numbered_worklist,
    proposals,
    skips,
    statement_steps,
    verdicts,
    wanted_steps,
    warnings,
)
from huikuan.engine.outcome import Plan
from huikuan.engine.statements.payers import with_late_payers
from huikuan.engine.tables import Tables
from huikuan.gateways import columns
from huikuan.gateways.processes import this_process

if TYPE_CHECKING:
    from huikuan.apps.dunning.models import Run

ROUNDS = 3  # times a day is decided again because cases moved meanwhile
_TASK = ("case_no", "policy", "policy_version", "step", "cycle_on", "role", "assignee")


class DayRefused(Refused):
    """A day that may not be run: ``code`` is earlier_than_newest, busy or lease_lost."""

    def __init__(self, code: str, *, subject: str) -> None:
        super().__init__(code, subject=subject)


@dataclass(frozen=True)
class Snapshot:
    """What was known at one moment."""

    tables: Tables
    promise_handles: pl.DataFrame  # row_no, promise
    cases: pl.DataFrame
    position: int
    unseen: list[int]


@dataclass(frozen=True)
class Writer:
    """Who writes the day: the lease's holder, for that actor; in the last round also when cases moved."""

    holder: str
    actor: Actor
    even_if_moved: bool


@dataclass(frozen=True)
class DayResult:
    """What a run came to."""

    business_date: date
    revision: int
    counts: Mapping[str, int]
    plan: Plan
    seconds: Mapping[str, float]  # read, decide, write; of all rounds together


class _Stopwatch:
    """Seconds per phase, added up over the rounds."""

    def __init__(self) -> None:
        self.seconds = {"read": 0.0, "decide": 0.0, "write": 0.0}
        self._since = time.perf_counter()

    def lap(self, phase: str) -> None:
        now = time.perf_counter()
        self.seconds[phase] = round(self.seconds[phase] + now - self._since, 4)
        self._since = now


def run_day(manual: Manual, *, actor: Actor = SYSTEM) -> DayResult:
    """Decide the business date of the manual and write it down.

    Raises: Refused when the actor may not, or the manual says something else under a version on record; DayRefused when
    a later date was run already, or somebody else is running this one.
    """
    parameters = manual.parameters
    business_date = parameters.as_of
    require("day", actor=actor, on=business_date)
    check_documents(manual)
    newest = newest_business_date()
    if newest is not None and business_date < newest:
        raise DayRefused("earlier_than_newest", subject=str(newest))
    holder = this_process()
    if not take_lease(business_date, holder):
        raise DayRefused("busy", subject=str(business_date))
    try:
        watch = _Stopwatch()
        for left in reversed(range(ROUNDS)):
            snapshot = _read(business_date)
            watch.lap("read")
            plan = planned(snapshot.tables, manual.policies, parameters)
            watch.lap("decide")
            writer = Writer(holder, actor, even_if_moved=left == 0)
            result = _written(snapshot, plan, manual, writer)
            watch.lap("write")
            if result is not None:
                return replace(result, seconds=watch.seconds)
    finally:
        give_back_lease(business_date, holder)
    raise AssertionError("the last round writes in any case")


def _read(business_date: date) -> Snapshot:
    """Read everything from one state of the database."""
    with columns.one_state(connection):
        position = newest_batch_no()
        tables, handles = known_tables(business_date), promise_handles(business_date)
        return Snapshot(tables, handles, cases(), position, unseen_batches(position))


def _written(snapshot: Snapshot, plan: Plan, manual: Manual, writer: Writer) -> DayResult | None:
    """Write the decided day; None when cases moved meanwhile and the day is to be decided again."""
    business_date, act_id = plan.as_of, uuid.uuid4()
    with transaction.atomic():
        moved = _moved_since(snapshot)
        if moved.height and not writer.even_if_moved:
            return None
        if not holds_lease(business_date, writer.holder):
            raise DayRefused("lease_lost", subject=str(business_date))
        run = open_run(
            RunFacts(
                business_date=business_date,
                act_id=act_id,
                position=snapshot.position,
                unseen=snapshot.unseen,
                parameters=record_manual(manual, act_id=act_id),
                policies={policy.id: policy.version for policy in plan.policies.values()},
            )
        )
        counts = _remembered(run, snapshot, plan)
        counts["cases_moved"] = moved.height
        close_run(run, counts=counts, timings=plan.timings)
        record_entry(
            act_id=act_id,
            act="day",
            actor=writer.actor,
            subject=Subject("run", str(run.pk)),
            facts={"business_date": business_date, "revision": run.revision, **counts},
        )
        give_back_lease(business_date, writer.holder)  # a day that is written holds nothing, even if killed right after
    keep_standings(run, plan, snapshot.tables, snapshot.cases)
    return DayResult(business_date, run.revision, counts, plan, seconds={})


def _remembered(run: Run, snapshot: Snapshot, plan: Plan) -> dict[str, int]:
    """Write down all that the day asks for; returns what was made and changed."""
    numbered = snapshot.cases.select(*CASE, "case_no")
    worklist = numbered_worklist(plan, numbered)
    record_worklist(run, worklist)
    steps = wanted_steps(worklist, plan.policies, _with_habits(snapshot.tables.customers, plan))
    statements = statement_steps(plan, numbered)
    record_statement_steps(run, statements)
    changed = {
        "alerts_changed": settle_alerts(run, warnings(plan, numbered)),
        "skips_changed": settle_skips(run, skips(plan, numbered)),
        "verdicts_changed": record_verdicts(run, verdicts(plan, snapshot.promise_handles)),
    }
    columns.check_references(connection)  # what people change comes last, so that they wait the least
    asked_for = pl.concat([steps.select(_TASK), statements.select(_TASK)], how="vertical_relaxed")
    tasks = settle_tasks(asked_for, on=plan.as_of, revision=run.revision)
    requests = ask_for_steps(proposals(steps), on=plan.as_of)
    return {
        "rows": worklist.height,
        "statement_steps": statements.height,
        "tasks_made": tasks.made,
        "tasks_overtaken": tasks.overtaken,
        "tasks_withdrawn": tasks.withdrawn,
        "tasks_reopened": tasks.reopened,
        "requests_asked": requests.asked,
        "requests_withdrawn": requests.withdrawn,
        **changed,
    }


def _with_habits(customers: pl.DataFrame, plan: Plan) -> pl.DataFrame:
    """Return the customers with the late payers that the plan found (R-53)."""
    return customers if plan.statements is None else with_late_payers(customers, plan.statements.late_payers)


def _moved_since(snapshot: Snapshot) -> pl.DataFrame:
    """Return the cases that have changed since the snapshot, or are new."""
    return cases().join(snapshot.cases, on=["case_no", "change_no"], how="anti")


def promise_handles(known_on: date) -> pl.DataFrame:
    """Return row_no, the place of each promise in the tables of that day, and its handle."""
    rows = promises_known(known_on)
    return rows.select(row_no=pl.int_range(1, pl.len() + 1, dtype=pl.UInt32), promise="handle")
