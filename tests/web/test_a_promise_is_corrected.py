"""A promise is corrected with a reason; whoever comes second is told and sees both versions.

C-1 (main, rita, carl) promised 500.00 on Friday, 2026-11-20, for Friday, 2026-11-27.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.promises.models import PromiseFact
from huikuan.desk.correcting import Correction, change_promise
from huikuan.desk.promising import Promise, PromiseOf, Withdrawal, record_promise, withdraw_promise
from huikuan.gateways import clock
from tests.desk.staffed import CUSTOMERS, DAY, RECEIVABLES, hired
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import told
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    record_promise(PromiseOf("C-1", Promise(Decimal(500), FRIDAY)), actor=SYSTEM, on=DAY)


def present() -> PromiseFact:
    return PromiseFact.objects.get(replaced_by__isnull=True)


def test_a_promise_is_corrected_once_with_a_reason() -> None:
    carl, number = signed_in("carl", "collector"), present().pk
    typed = {"amount": "600", "due_on": "11-30", "why": "听错了", "key": "a", "version": number}

    assert carl.post(f"/promises/{number}/change", {**typed, "why": " ", "key": "b"}).status_code == 400
    for _ in range(2):
        assert carl.post(f"/promises/{number}/change", typed).status_code == 302

    assert (present().amount_minor, present().due_on, PromiseFact.objects.count()) == (60_000, MONDAY, 2)
    assert "600.00" in carl.get(f"/promises/{number}").content.decode()  # an earlier version's number leads here
    assert Entry.objects.get(act="change_promise").personal == '{"reason":"听错了"}'


def test_the_second_of_two_is_told_and_sees_both_versions() -> None:
    carl, boss, number = signed_in("carl", "collector"), signed_in("bo", "boss"), present().pk
    typed = {"amount": "600", "due_on": "11-30", "why": "听错了", "version": number}
    carl.post(f"/promises/{number}/change", {**typed, "key": "a"})

    answer = boss.post(f"/promises/{number}/change", {**typed, "amount": "700", "due_on": "11-27", "key": "b"})

    page = answer.content.decode()
    assert (answer.status_code, "Carl changed this at" in page) == (400, True)
    assert re.findall(r'class="differs"><th scope="row">([^<]+)</th><td>([^<]*)</td><td>([^<]*)</td>', page) == [
        ("Promised amount", "600.00", "700"),
        ("Promised day", "30 Nov 2026", "27 Nov 2026"),
    ]
    assert present().amount_minor == 60_000


def test_what_may_not_be_corrected_changes_nothing() -> None:
    carl, cleo, handle = hired("carl", "collector"), hired("cleo", "collector"), present().handle
    for actor, due_on, on, code in (
        (cleo, MONDAY, DAY, "out_of_reach"),
        (carl, DAY - timedelta(days=1), DAY, "due_is_past"),
        (carl, DAY + timedelta(days=15), DAY, "promise_too_far"),
        (carl, FRIDAY + timedelta(days=5), FRIDAY + timedelta(days=4), "promise_judged"),
    ):
        with pytest.raises(Refused, match=code):
            change_promise(Correction(handle, Decimal(600), due_on, "x"), actor=actor, on=on)
    withdraw_promise(Withdrawal(handle, "x"), actor=carl, on=DAY)
    with pytest.raises(Refused, match="promise_not_counting"):
        change_promise(Correction(handle, Decimal(600), MONDAY, "x"), actor=carl, on=DAY)
    assert (present().amount_minor, Entry.objects.filter(act="change_promise").count()) == (50_000, 0)


def test_a_folder_that_says_what_it_said_does_not_undo_a_correction(tmp_path: Path) -> None:
    tables = {"receivables": RECEIVABLES, "customers": CUSTOMERS}
    promises = "customer_id,entity,made_on,due_on,amount\nC-2,main,2026-11-18,2026-11-27,800\n"
    told(tmp_path / "told", DAY, **tables, promises=promises)
    handle = PromiseFact.objects.get(customer__code="C-2").handle
    change_promise(Correction(handle, Decimal(900), MONDAY, "x"), actor=SYSTEM, on=DAY)

    told(tmp_path / "told", DAY, **tables, promises=promises)

    now = PromiseFact.objects.get(customer__code="C-2", replaced_by__isnull=True)
    assert (now.amount_minor, now.due_on) == (90_000, MONDAY)
