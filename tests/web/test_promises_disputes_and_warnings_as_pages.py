"""Promises, disputes and warning signs as pages: each shows the viewer's own, and lets him act where he may.

customer | company | owner | collector | overdue
C-1      | main    | rita  | carl      | 1,000
C-2      | main    | rob   | cleo      | 2,000
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.dunning.models import Alert, Run
from huikuan.apps.promises.models import PromiseFact
from huikuan.apps.receivables.models import Case
from huikuan.desk.disputing import Dispute, open_dispute
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.gateways import clock
from huikuan.web.disputes import board
from huikuan.web.promises import listing
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


def promised(customer: str, amount: int, due: date = FRIDAY) -> int:
    record_promise(PromiseOf(customer, Promise(Decimal(amount), due)), actor=SYSTEM, on=DAY)
    return PromiseFact.objects.latest("id").pk


def warned(customer: str) -> Alert:
    """A sign as the day writes it."""
    return Alert.objects.create(
        case=Case.objects.get(customer__code=customer),
        sign="account_closed",
        severity="serious",
        evidence={"status": "closed", "threshold": ""},
        first_run=Run.objects.get(),
    )


def named(client: Client, address: str) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', client.get(address).content.decode())


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


def test_each_person_sees_the_promises_of_his_customers_on_list_and_calendar() -> None:
    promised("C-1", 500)
    promised("C-2", 700)
    carl, boss = signed_in("carl", "collector"), signed_in("bo", "boss")

    assert (named(carl, "/promises"), named(boss, "/promises")) == (["甲公司"], ["甲公司", "乙公司"])
    assert named(boss, "/promises?due=2026-11-27") == ["甲公司", "乙公司"]
    assert named(boss, "/promises?tab=open&since=2026-11-27") == ["甲公司", "乙公司"]
    assert named(boss, "/promises?tab=open&since=2026-11-28") == []
    assert (named(boss, "/promises?due=2026-11-26"), named(boss, "/promises?tab=kept")) == ([], [])
    assert 'aria-label="27 Nov: Open 1"' in carl.get("/promises?month=2026-11").content.decode()
    assert carl.get("/promises?month=nonsense&due=x&after=y").status_code == 200


def test_a_promise_is_taken_back_with_a_reason_only() -> None:
    number = promised("C-1", 500)
    client = signed_in("carl", "collector")

    assert client.post(f"/promises/{number}", {"reason": " ", "key": "a"}).status_code == 400
    assert PromiseFact.objects.get(replaced_by__isnull=True).standing == ""
    said = client.post(f"/promises/{number}", {"reason": "客户说错了", "key": "b"}, follow=True).content.decode()
    assert "Taken back: promise of 500.00 CNY." in said
    assert PromiseFact.objects.get(replaced_by__isnull=True).standing == "withdrawn"
    assert named(client, "/promises?tab=off") == ["甲公司"]


def test_somebody_elses_promise_is_not_found() -> None:
    assert signed_in("carl", "collector").get(f"/promises/{promised('C-2', 700)}").status_code == 404


def test_a_dispute_is_opened_on_a_part_and_stands_where_it_belongs() -> None:
    client = signed_in("carl", "collector")
    told = {"document_no": "INV-1", "amount": "1万", "reason": "quality", "note": "", "key": "a"}

    too_much = client.post("/disputes/new", told)
    assert (too_much.status_code, DisputeFact.objects.count()) == (400, 0)
    assert 'value="1万"' in too_much.content.decode()
    client.post("/disputes/new", {**told, "amount": "400", "key": "b"})
    client.post("/disputes/new", {**told, "amount": "400", "key": "b"})

    assert [(one.amount_minor, one.reason) for one in DisputeFact.objects.all()] == [(40_000, "quality")]
    assert named(client, "/disputes?tab=open") == ["甲公司"]


def test_a_dispute_is_late_after_14_days_and_ends_by_whoever_may(monkeypatch: pytest.MonkeyPatch) -> None:
    open_dispute(Dispute("INV-2", "price"), actor=SYSTEM, on=DAY)
    number = DisputeFact.objects.get().pk
    collector, boss = signed_in("cleo", "collector"), signed_in("bo", "boss")
    assert [named(boss, f"/disputes?tab={tab}") for tab in ("open", "late")] == [["乙公司"], []]
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY + timedelta(days=15))
    assert [named(boss, f"/disputes?tab={tab}") for tab in ("open", "late")] == [[], ["乙公司"]]

    assert collector.post(f"/disputes/{number}", {"resolution": "settled"}).status_code == 400
    assert boss.post(f"/disputes/{number}", {"resolution": "settled", "key": "a"}).status_code == 302

    assert DisputeFact.objects.get(replaced_by__isnull=True).resolution == "settled"
    assert named(boss, "/disputes?tab=settled") == ["乙公司"]


def test_a_sign_is_put_aside_until_a_day_with_a_reason() -> None:
    number = warned("C-1").pk
    boss, carl = signed_in("bo", "boss"), signed_in("carl", "collector")
    assert named(carl, "/alerts") == ["Account closed"]
    assert "Put the sign aside" not in carl.get(f"/alerts/{number}").content.decode()

    wrong = boss.post(f"/alerts/{number}", {"until": "改天", "reason": "已核实"})
    assert (wrong.status_code, "改天 is not a day." in wrong.content.decode()) == (400, True)
    boss.post(f"/alerts/{number}", {"until": "+30", "reason": "已核实"})

    assert Alert.objects.get().dismissed_until == DAY + timedelta(days=30)
    assert (named(boss, "/alerts"), len(named(boss, "/alerts?tab=aside"))) == ([], 1)


def test_lists_ask_the_same_number_of_questions_whatever_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in("bo", "boss")
    for n in range(3):
        promised("C-1", 500 + n, FRIDAY + timedelta(days=n))
    open_dispute(Dispute("INV-1", "price"), actor=SYSTEM, on=DAY)
    open_dispute(Dispute("INV-2", "price"), actor=SYSTEM, on=DAY)
    asked = []
    for size in (1, 2):
        monkeypatch.setattr(listing, "PAGE_SIZE", size)
        monkeypatch.setattr(board, "PAGE_SIZE", size)
        asked.append((questions(client, "/promises"), questions(client, "/disputes?tab=open")))

    assert asked[0] == asked[1]


def test_long_lists_go_on_behind_the_last_row(monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = [promised("C-1", 500 + n, FRIDAY + timedelta(days=n // 2)) for n in range(4)]
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    client = signed_in("bo", "boss")

    assert f"after={numbers[2]}" in client.get("/promises").content.decode()
    rest = client.get(f"/promises?after={numbers[2]}").content.decode()
    assert re.findall(r'class="name" href="/promises/(\d+)"', rest) == [str(numbers[3])]
