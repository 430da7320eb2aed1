"""Nothing becomes known on a business date before the newest one that was run (R-123); what it was is dated as it was.

11-20 was run and then 11-23: whatever is told with 11-20 as its business date is refused and leaves nothing behind.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.audit.services import Subject
from huikuan.apps.dunning.models import Alert
from huikuan.apps.intake.models import Batch
from huikuan.apps.tasks.models import Task
from huikuan.desk import staff
from huikuan.desk.approving import Decision, decide
from huikuan.desk.contact_log import Contact, Finish, finish_task, log_contact
from huikuan.desk.disputing import Dispute, open_dispute
from huikuan.desk.erasing import erase_personal
from huikuan.desk.imports import Import, previewed, record_import
from huikuan.desk.overriding import Overriding, override_policy
from huikuan.desk.postponing import Postponement, postpone
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.desk.undoing import Undoing, undo_import
from huikuan.desk.warned import Dismissal, dismiss_alert
from huikuan.gateways.imports import ReadOptions, read_folder
from huikuan.jobs.day import day
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import told

pytestmark = pytest.mark.django_db
DAY, NEWEST, LATER = date(2026, 11, 20), date(2026, 11, 23), date(2026, 12, 20)
TABLES = {
    "receivables": "document_no,customer_id,issue_date,due_date,amount\nINV-1,C-1,2026-06-10,2026-07-15,1000\n",
    "customers": "customer_id,name,owner,collector,status\nC-1,甲公司,rita,carl,closed\n",
    "activities": "customer_id,at,channel,outcome,step\nC-1,2026-10-30 10:00,letter,delivered,lock-warning\n",
}


def late_import(folder: Path, on: date) -> object:
    (folder / "receivables.csv").write_text(TABLES["receivables"].replace("1000", "1100"), encoding="utf-8")
    given = Import(read_folder(folder, ReadOptions()).tables, on, "CNY")
    return record_import(given, previewed(given), actor=SYSTEM)


ACTS: dict[str, Callable[[Path, date], object]] = {
    "import": late_import,
    "undo": lambda _, on: undo_import(Undoing(Batch.objects.earliest("id").pk, "r"), actor=SYSTEM, on=on),
    "log": lambda _, on: log_contact(Contact("C-1", "phone"), actor=SYSTEM, on=on),
    "done": lambda _, on: finish_task(Finish(Task.objects.earliest("id").pk), actor=SYSTEM, on=on),
    "promise": lambda _, on: record_promise(
        PromiseOf("C-1", Promise(Decimal(5), date(2026, 11, 30), None, ())), actor=SYSTEM, on=on
    ),
    "dispute": lambda _, on: open_dispute(Dispute("INV-1", "price"), actor=SYSTEM, on=on),
    "override": lambda _, on: override_policy(
        Overriding("C-1", "remind-1", LATER, "r"), policies=("remind-1",), actor=SYSTEM, on=on
    ),
    "postpone": lambda _, on: postpone(Postponement("C-1", LATER, "r"), actor=SYSTEM, on=on),
    "approve": lambda _, on: decide(Decision(Request.objects.get().pk, "approved"), actor=SYSTEM, on=on),
    "dismiss": lambda _, on: dismiss_alert(
        Dismissal(Alert.objects.earliest("id").pk, LATER, "r"), actor=SYSTEM, on=on
    ),
    "people": lambda _, on: staff.add_person(staff.NewPerson("new", "New"), actor=SYSTEM, on=on),
    "erase": lambda _, on: erase_personal(Subject("customer", "C-1"), reason="asked", actor=SYSTEM, on=on),
}  # fmt: skip


def test_no_act_reaches_back_behind_the_newest_day(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES)
    day(DAY)
    day(NEWEST)
    written = Batch.objects.count(), Entry.objects.count()
    for name, work in ACTS.items():
        with pytest.raises(Refused) as refusal:
            work(tmp_path / "told", DAY)
        assert (name, refusal.value.code) == (name, "day_decided")
    assert (Batch.objects.count(), Entry.objects.count()) == written


def test_the_newest_day_stays_open_and_what_it_is_told_may_have_happened_before(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, **TABLES)
    day(NEWEST)
    earlier = datetime(2026, 11, 20, 10)
    log_contact(Contact("C-1", "phone", "stalling", at=earlier), actor=SYSTEM, on=NEWEST)
    fact = ActivityFact.objects.latest("id")
    assert (fact.at.date(), fact.recorded_on) == (DAY, NEWEST)
    assert late_import(tmp_path / "told", NEWEST) is not None
    assert day(NEWEST).revision == 2
