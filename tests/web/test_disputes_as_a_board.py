"""Disputes as a board: assigned, moved from side to side, late by their day; whoever comes second sees both versions.

INV-1 of C-1 (main, rita, carl) is over 1,000.00, of which 400.00 are contested.
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
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.disputes.models import DisputeFact
from huikuan.desk.disputing import Assignment, Dispute, change_dispute, open_dispute
from huikuan.gateways import clock
from huikuan.jobs.day import day
from tests.desk.staffed import DAY, RECEIVABLES, hired
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import told
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 4)
DISPUTES = "document_no,amount,reason,opened_on,resolved_on\nINV-2,500,price,2026-11-10,{resolved}\n"


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    open_dispute(Dispute("INV-1", "quality", Decimal(400)), actor=SYSTEM, on=DAY)


def present() -> DisputeFact:
    return DisputeFact.objects.get(replaced_by__isnull=True, document_no="INV-1")


def board(client: Client) -> dict[str, list[str]]:
    page = client.get("/disputes").content.decode()
    columns = re.findall(r'<section aria-label="([^"]+)">(.*?)</section>', page, re.DOTALL)
    return {word: re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', column) for word, column in columns}


def test_a_dispute_moves_across_the_board_by_buttons() -> None:
    carl = signed_in("carl", "collector")
    day(DAY)
    assert board(carl) == {"To be assigned": ["甲公司"], "With us": [], "With the customer": []}
    assert "600.00 CNY of it is chased on" in carl.get("/disputes").content.decode()

    first = present().pk
    carl.post(f"/disputes/{first}/assign", {"stage": "ours", "key": "a", "version": first})
    carl.post(f"/disputes/{first}/assign", {"stage": "ours", "key": "a", "version": first})
    assert (present().stage, present().owner, DisputeFact.objects.count()) == ("ours", "carl", 2)
    carl.post(f"/disputes/{first}/assign", {"stage": "theirs", "key": "b", "version": present().pk})

    assert board(carl) == {"To be assigned": [], "With us": [], "With the customer": ["甲公司"]}
    assert present().owner == "carl"
    assert Entry.objects.filter(act="change_dispute").count() == 2


def test_owner_day_and_next_step_are_said_on_its_page() -> None:
    boss, number = signed_in("bo", "boss"), present().pk
    typed = {"stage": "ours", "owner": "bo", "due_on": "12-01", "next_step": "质检报告", "version": number}

    past = boss.post(f"/disputes/{number}/assign", {**typed, "due_on": "11-01", "key": "a"})
    assert (past.status_code, 'value="11-01"' in past.content.decode()) == (400, True)
    assert boss.post(f"/disputes/{number}/assign", {**typed, "key": "b"}).status_code == 302

    now = present()
    assert (now.stage, now.owner, now.due_on, now.next_step) == ("ours", "bo", date(2026, 12, 1), "质检报告")
    page = boss.get(f"/disputes/{number}").content.decode()  # the number of an earlier version leads here too
    assert ("质检报告" in page, "1 Dec 2026" in page) == (True, True)


def test_the_second_of_two_is_told_and_sees_both_versions() -> None:
    boss, carl, number = signed_in("bo", "boss"), signed_in("carl", "collector"), present().pk
    carl.post(f"/disputes/{number}/assign", {"stage": "ours", "key": "a", "version": number})

    typed = {"stage": "theirs", "owner": "bo", "due_on": "", "next_step": "等客户", "key": "b", "version": number}
    answer = boss.post(f"/disputes/{number}/assign", typed)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Carl changed this at" in page
    assert re.findall(r'class="differs"><th scope="row">([^<]+)</th><td>([^<]*)</td><td>([^<]*)</td>', page) == [
        ("Stands", "With us", "With the customer"),
        ("Settled by whom", "Carl", "Bo"),
        ("Next step", "—", "等客户"),
    ]
    assert present().stage == "ours"
    assert f'name="version" value="{present().pk}"' in page
    boss.post(f"/disputes/{number}/assign", {**typed, "key": "c", "version": present().pk})
    assert (present().stage, present().owner) == ("theirs", "bo")


def test_a_given_day_makes_it_late(monkeypatch: pytest.MonkeyPatch) -> None:
    change_dispute(Assignment(present().handle, "ours", due_on=DAY + timedelta(days=20)), actor=SYSTEM, on=DAY)
    boss = signed_in("bo", "boss")
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY + timedelta(days=16))
    assert "甲公司" not in boss.get("/disputes?tab=late").content.decode()
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY + timedelta(days=21))
    assert "甲公司" in boss.get("/disputes?tab=late").content.decode()


def test_who_may_not_assign_changes_nothing() -> None:
    cleo, carl = hired("cleo", "collector"), hired("carl", "collector")
    handle, number = present().handle, present().pk
    for actor, asked, code in (
        (cleo, Assignment(handle, "ours"), "out_of_reach"),
        (carl, Assignment("nothing", "ours"), "dispute_unknown"),
        (carl, Assignment(handle, "ours", owner="nobody"), "person_unknown"),
        (carl, Assignment(handle, "ours", seen=number + 9), "changed_meanwhile"),
    ):
        with pytest.raises(Refused, match=code):
            change_dispute(asked, actor=actor, on=DAY)
    assert (present().pk, Entry.objects.filter(act="change_dispute").count()) == (number, 0)


def test_what_people_said_outlives_a_folder_that_says_something_new(tmp_path: Path) -> None:
    folder = tmp_path / "told"
    told(folder, DAY, receivables=RECEIVABLES, disputes=DISPUTES.format(resolved=""))
    handle = DisputeFact.objects.get(document_no="INV-2").handle
    change_dispute(Assignment(handle, "ours", due_on=DECEMBER, next_step="对价格"), actor=SYSTEM, on=DAY)

    told(folder, DAY, receivables=RECEIVABLES, disputes=DISPUTES.format(resolved="2026-11-19"))

    now = DisputeFact.objects.get(replaced_by__isnull=True, document_no="INV-2")
    assert (now.resolved_on, now.stage, now.due_on, now.next_step) == (date(2026, 11, 19), "ours", DECEMBER, "对价格")


def test_the_board_asks_the_same_number_of_questions_whatever_it_holds() -> None:
    boss, asked = signed_in("bo", "boss"), []
    for document in ("", "INV-2", "INV-3"):
        if document:
            open_dispute(Dispute(document, "price"), actor=SYSTEM, on=DAY)
        with CaptureQueriesContext(connection) as queries:
            boss.get("/disputes")
        asked.append(len(queries))
    assert asked[0] == asked[2]
