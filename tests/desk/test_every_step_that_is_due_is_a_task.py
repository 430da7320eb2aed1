"""Every step that a day asks for is a task: the lead, those beside it, those of the statement cycle (D-705, R-135).

C-1 owes 1,000.00 since 2026-10-15: 36 days on 2026-11-20, so the supervisor follows up and the manager is asked for
help beside it; the statement of October was sent on 11-02 and is unconfirmed.

| day          | tasks                                                              |
|--------------|--------------------------------------------------------------------|
| 11-20, twice | manager, supervisor; of the statement what the cycle asks for       |
| paid 11-21   | those of the ladder end as not needed                              |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.dunning.models import StatementStep
from huikuan.apps.dunning.selectors import newest_run, statement_rows
from huikuan.apps.tasks.models import Task
from huikuan.jobs.day import day
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import told

pytestmark = pytest.mark.django_db
DAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)
TABLES = {
    "receivables": "document_no,customer_id,issue_date,due_date,amount\nINV-1,C-1,2026-09-10,2026-10-15,1000\n",
    "customers": "customer_id,name,owner,collector\nC-1,甲公司,rita,carl\n",
}
STATEMENTS = "customer_id,period,sent_on\nC-1,2026-10,2026-11-02\n"
PAID = "payment_no,customer_id,received_on,amount,allocations\nP-1,C-1,2026-11-21,1000,INV-1:1000\n"


def tasks() -> list[tuple[str, str, date, str, str | None, str]]:
    rows = Task.objects.order_by("policy", "step", "cycle_on")
    return [(row.policy, row.step, row.cycle_on, row.role, row.assignee, row.ended_as or row.state) for row in rows]


def test_the_steps_beside_the_lead_have_tasks_of_their_own(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES)
    result = day(DAY)
    row = result.plan.worklist.row(0, named=True)
    assert (row["step"], row["also"], row["also_slots"]) == ("manager", ["supervisor"], ["2026-11-19"])
    expected = [
        ("b2b-standard", "manager", date(2026, 11, 15), "manager", None, "open"),
        ("b2b-standard", "supervisor", date(2026, 11, 19), "supervisor", None, "open"),
    ]
    assert tasks() == expected
    assert (result.counts["tasks_made"], day(DAY).counts["tasks_made"]) == (2, 0)
    assert tasks() == expected


def test_a_habitual_delayer_is_visited_on_the_steps_beside_the_lead_too(tmp_path: Path) -> None:
    """C-1 is 75 days late: the general manager leads, and the supervisor calls beside it, or the rep visits."""
    late = TABLES["receivables"].replace("2026-10-15", "2026-09-06")
    habitual = "customer_id,name,owner,collector,habitual_delayer\nC-1,甲公司,rita,carl,{flag}\n"
    beside = {}
    for on, flag in ((DAY, "no"), (MONDAY, "yes")):
        told(tmp_path / "told", on, receivables=late, customers=habitual.format(flag=flag))
        row = day(on).plan.worklist.row(0, named=True)
        also = Task.objects.filter(step__in=row["also"], first_on=on)
        beside[flag] = {(task.step, task.role, task.assignee) for task in also}
    assert beside == {
        "no": {("manager", "manager", None), ("supervisor", "supervisor", None)},
        "yes": {("supervisor", "rep", "rita")},  # the manager's task of this week was there already
    }


def test_what_is_no_longer_asked_for_ends_with_the_lead(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES)
    day(DAY)
    told(tmp_path / "told", MONDAY, **TABLES, payments=PAID)
    assert day(MONDAY).counts["tasks_withdrawn"] == 2
    assert [task[-1] for task in tasks()] == ["not_needed", "not_needed"]


def test_the_statement_cycle_has_its_rows_and_its_tasks(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES, statements=STATEMENTS)
    result = day(DAY)
    assert result.plan.statements is not None
    due = result.plan.statements.due
    assert due.height == result.counts["statement_steps"] == StatementStep.objects.count() > 0
    ours = [(step, role, state) for policy, step, _, role, _, state in tasks() if policy == "statement-cycle"]
    assert ours == sorted((row["step"], row["role"], "open") for row in due.iter_rows(named=True))
    run = newest_run()
    assert run is not None
    assert statement_rows(run, viewer=SYSTEM)["step"].to_list() == due["step"].to_list()
    again = day(DAY)
    assert (again.counts["tasks_made"], StatementStep.objects.count()) == (0, 2 * due.height)
