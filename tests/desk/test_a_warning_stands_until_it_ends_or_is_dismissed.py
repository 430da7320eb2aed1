"""Warning signs are remembered as intervals, and a person takes one off the list for a while (D-307, R-136).

C-1 (rita's and carl's, main) owes 1,000.00 and its account is closed.

| day   | known                       | the list                                        |
|-------|-----------------------------|-------------------------------------------------|
| 11-20 | status closed               | account_closed, raised on 11-20                 |
| 11-20 | dismissed until 11-24       | nothing through 11-24; from 11-25 it is back     |
| 11-23 | status normal               | nothing; ended on 11-23                         |
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.models import Alert
from huikuan.apps.dunning.selectors import alerts_seen
from huikuan.desk.warned import Dismissal, Restoring, dismiss_alert, restore_alert
from huikuan.jobs.day import day
from tests.desk.staffed import hired
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import told

pytestmark = pytest.mark.django_db
DAY, MONDAY, UNTIL = date(2026, 11, 20), date(2026, 11, 23), date(2026, 11, 24)
RECEIVABLES = "document_no,customer_id,issue_date,due_date,amount\nINV-1,C-1,2026-10-01,2026-11-10,1000\n"
CLOSED = "customer_id,name,owner,collector,status\nC-1,甲公司,rita,carl,closed\n"


@pytest.fixture(autouse=True)
def _closed_account(tmp_path: Path) -> None:
    told(tmp_path / "told", DAY, receivables=RECEIVABLES, customers=CLOSED)
    day(DAY)


def listed(on: date) -> list[str]:
    return [alert.sign for alert in alerts_seen(on, viewer=SYSTEM)]


def test_a_sign_is_raised_once_and_ends_when_it_is_gone(tmp_path: Path) -> None:
    assert day(DAY).counts["alerts_changed"] == 0
    alert = Alert.objects.get()
    assert (alert.sign, alert.severity, alert.evidence["status"]) == ("account_closed", "serious", "closed")
    told(tmp_path / "told", MONDAY, receivables=RECEIVABLES, customers=CLOSED.replace("closed", "normal"))
    assert day(MONDAY).counts["alerts_changed"] == 1
    ended = Alert.objects.get().ended_run
    assert ended is not None
    assert (ended.business_date, listed(MONDAY)) == (MONDAY, [])


def test_a_dismissed_sign_comes_back_after_its_last_day() -> None:
    dismiss_alert(Dismissal(Alert.objects.get().pk, UNTIL, "已核实，搬迁"), actor=SYSTEM, on=DAY)
    assert [listed(DAY), listed(UNTIL), listed(date(2026, 11, 25))] == [[], [], ["account_closed"]]
    assert day(MONDAY).counts["alerts_changed"] == 0
    entry = Entry.objects.get(act="dismiss_alert")
    assert (entry.subject_kind, entry.personal) == ("alert", '{"reason":"已核实，搬迁"}')


def test_a_dismissed_sign_is_put_back_once() -> None:
    number, boss = Alert.objects.get().pk, hired("bo", "boss")
    dismiss_alert(Dismissal(number, UNTIL, "搬迁"), actor=boss, on=DAY, key="a")
    dismiss_alert(Dismissal(number, UNTIL, "搬迁"), actor=boss, on=DAY, key="a")
    with pytest.raises(Refused, match="not_allowed"):
        restore_alert(Restoring(number), actor=hired("carl", "collector"), on=DAY)
    assert listed(DAY) == []
    restore_alert(Restoring(number), actor=boss, on=DAY)
    with pytest.raises(Refused, match="alert_not_dismissed"):
        restore_alert(Restoring(number), actor=boss, on=DAY)
    assert listed(DAY) == ["account_closed"]
    acts = Entry.objects.filter(subject_kind="alert").order_by("id").values_list("act", "personal")
    assert list(acts) == [("dismiss_alert", '{"reason":"搬迁"}'), ("restore_alert", '{"reason":"搬迁"}')]


def test_who_may_not_dismiss_changes_nothing() -> None:
    number = Alert.objects.get().pk
    carl, boss = hired("carl", "collector"), hired("bo", "boss")
    for actor, until, reason, code in (
        (carl, UNTIL, "x", "not_allowed"),
        (boss, UNTIL, " ", "reason_missing"),
        (boss, date(2026, 11, 19), "x", "days_reversed"),
    ):
        with pytest.raises(Refused, match=code):
            dismiss_alert(Dismissal(number, until, reason), actor=actor, on=DAY)
    with pytest.raises(Refused, match="alert_unknown"):
        dismiss_alert(Dismissal(number + 1, UNTIL, "x"), actor=boss, on=DAY)
    assert Alert.objects.get().dismissed_until is None
    assert not Entry.objects.filter(act="dismiss_alert").exists()
    assert [len(alerts_seen(DAY, viewer=actor)) for actor in (carl, hired("cleo", "collector"))] == [1, 0]
