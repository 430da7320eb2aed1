"""What the manual lets nobody do without a yes is asked for by the day, once, and waits for the answer.

C-1 owes 1,000.00 since 2026-08-10; the warning before the lock was delivered on 2026-11-12.

| day   | what happens                    | request                                         |
|-------|---------------------------------|-------------------------------------------------|
| 11-20 | the day, twice                  | lock, for the boss: asked for once              |
| 11-21 | the next day                    | the same one                                    |
| then  | approved                        | stays approved, the day asks no more            |
| or    | refused                         | a record of the step; then the letters, anew    |
| or    | paid                            | withdrawn                                       |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.models import Entry
from huikuan.apps.receivables.models import Case
from huikuan.desk.approving import Decision, decide
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.jobs.day import day

pytestmark = pytest.mark.django_db
DAY, NEXT = date(2026, 11, 20), date(2026, 11, 23)
TABLES = {
    "receivables": "document_no,customer_id,issue_date,due_date,amount\nINV-1,C-1,2026-07-10,2026-08-10,1000\n",
    "customers": "customer_id,name\nC-1,甲公司\n",
    "activities": "customer_id,at,channel,outcome,step,delivered\nC-1,2026-11-12,letter,delivered,lock-warning,true\n",
}


def told(folder: Path, on: date, **tables: str) -> None:
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for table, text in tables.items():
        (folder / f"{table}.csv").write_text(text, encoding="utf-8")
    given = Import(read_folder(folder, ReadOptions()).tables, on, "CNY")
    record_import(given, previewed(given), actor=SYSTEM)


@pytest.fixture(autouse=True)
def _known(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES)


def requests() -> list[tuple[str, str, str]]:
    rows = Request.objects.order_by("id")
    return [(row.facts["step"], row.role, row.state) for row in rows]


def test_a_day_that_is_run_again_asks_no_second_time() -> None:
    first = day(DAY)
    assert requests() == [("lock", "boss", "waiting")]
    assert (first.counts["requests_asked"], first.counts["requests_withdrawn"]) == (1, 0)
    asked = Request.objects.get()
    assert (asked.customer_code, asked.entity and asked.entity.code, asked.requested_by_id) == ("C-1", "main", None)
    assert asked.key == f"step/{Case.objects.get().pk}/b2b-standard/1/lock/2026-08-10/2026-11-09"
    assert (asked.facts["eligible_minor"], asked.facts["currency"]) == (100_000, "CNY")
    assert (day(DAY).counts["requests_asked"], day(NEXT).counts["requests_asked"]) == (0, 0)
    assert requests() == [("lock", "boss", "waiting")]


def test_what_was_approved_stays_so_and_is_not_asked_again() -> None:
    day(DAY)
    decided = decide(Decision(Request.objects.get().pk, "approved"), actor=SYSTEM, on=DAY)
    assert (decided.state, decided.decided_on, decided.decided_by) == ("approved", DAY, None)
    again = day(NEXT)
    assert (again.counts["requests_asked"], again.counts["requests_withdrawn"]) == (0, 0)
    assert again.plan.worklist["step"].to_list() == ["lock"]
    assert requests() == [("lock", "boss", "approved")]


def test_a_refused_step_is_on_record_and_the_ladder_goes_on() -> None:
    day(DAY)
    before = Case.objects.get().change_no
    decide(Decision(Request.objects.get().pk, "refused", "老客户，再等两周"), actor=SYSTEM, on=DAY)
    record = ActivityFact.objects.get(step="lock")
    assert (record.outcome, record.delivered, record.channel, record.at.date()) == ("refused", False, "letter", DAY)
    assert Case.objects.get().change_no == before + 1
    entry = Entry.objects.get(act="approve_step")
    assert (entry.subject_kind, entry.facts.count('"answer":"refused"'), entry.personal) == (
        "request",
        1,
        '{"reason":"老客户，再等两周"}',
    )
    after = day(NEXT)
    assert after.plan.worklist["step"].to_list() == ["letters"]
    assert requests() == [("lock", "boss", "refused"), ("letters", "boss", "waiting")]


def test_a_request_that_is_no_longer_wanted_is_withdrawn_and_comes_back_with_its_reason(tmp_path: Path) -> None:
    day(DAY)
    paid = "payment_no,customer_id,received_on,amount,allocations\nP-1,C-1,2026-11-21,1000,INV-1:1000\n"
    told(tmp_path / "told", NEXT, **TABLES, payments=paid)
    assert day(NEXT).counts["requests_withdrawn"] == 1
    assert requests() == [("lock", "boss", "withdrawn")]
    told(tmp_path / "told", date(2026, 11, 24), **TABLES, payments=paid.replace("1000", "400"))
    assert day(date(2026, 11, 24)).counts["requests_asked"] == 1
    assert requests() == [("lock", "boss", "waiting")]
