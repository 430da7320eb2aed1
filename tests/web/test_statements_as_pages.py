"""Statements of account: where each stands, and what people record of it with day, proof and undo.

Today is Friday, 2026-11-20. October's statement of C-1 went out on 2026-11-09 and is not confirmed; of C-2 and C-3
nothing was told.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huikuan.apps.attachments.models import Attachment
from huikuan.apps.audit.actors import SYSTEM
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.apps.statements.models import StatementFact
from huikuan.desk.reconciling import News, Statement, TakingBack, record_statement, take_back_statement
from huikuan.gateways import clock
from huikuan.jobs.day import day
from huikuan.web.statements import listing
from tests.desk.staffed import CUSTOMERS, DAY, RECEIVABLES, hired
from tests.desk.test_a_proposed_step_asks_for_its_approval_once import told
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
STATEMENTS = "customer_id,entity,period,sent_on,confirmed_on\nC-1,main,2026-10,2026-11-09,{confirmed}\n"
OCTOBER = Statement("C-1", "main", "2026-10")
ADDRESS = "/statements/C-1/main/2026-10"
PDF = b"%PDF-1.7 a stamped paper"


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    folder_says(tmp_path)
    day(DAY)


def folder_says(tmp_path: Path, confirmed: str = "") -> None:
    tables = {"receivables": RECEIVABLES, "customers": CUSTOMERS}
    told(tmp_path / "told", DAY, **tables, statements=STATEMENTS.format(confirmed=confirmed))


def present() -> StatementFact:
    return StatementFact.objects.get(replaced_by__isnull=True, customer__code="C-1")


def named(client: Client, tab: str) -> list[str]:
    page = client.get(f"/statements?tab={tab}").content.decode()
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', page)


def test_every_statement_stands_where_it_is_and_late_ones_come_first() -> None:
    boss, carl = signed_in("bo", "boss"), signed_in("carl", "collector")

    assert (named(boss, "sent"), named(boss, "draft")) == (["甲公司"], ["乙公司", "丙公司"])
    assert (named(carl, "sent"), named(carl, "draft")) == (["甲公司"], ["丙公司"])
    assert named(boss, "late") == ["乙公司", "丙公司"]
    page = boss.get("/statements?tab=sent").content.decode()
    assert "sent, day S+11" in page
    assert named(boss, "all") == ["乙公司", "丙公司", "甲公司"]
    assert "/statements?tab=late" in boss.get("/today").content.decode()


def test_a_confirmation_is_recorded_with_its_proof_and_can_be_undone() -> None:
    carl = signed_in("carl", "collector")
    version = present().pk
    typed = {"word": "confirmed", "day": "11-19", "seal": "财务章", "note": "邮件回复", "key": "a", "version": version}

    for _ in range(2):  # a double click
        paper = SimpleUploadedFile("回函.pdf", PDF, "application/pdf")
        assert carl.post(ADDRESS, {**typed, "proof": paper}).status_code == 302
    now = present()
    assert (now.sent_on, now.confirmed_on, now.seal) == (date(2026, 11, 9), date(2026, 11, 19), "财务章")
    assert (named(carl, "confirmed"), named(carl, "sent")) == (["甲公司"], [])
    paper_no = Attachment.objects.get().pk
    given = carl.get(f"{ADDRESS}/proofs/{paper_no}")
    assert (given.content, given["Content-Type"], given["X-Content-Type-Options"]) == (
        PDF,
        "application/pdf",
        "nosniff",
    )

    carl.post(f"{ADDRESS}/take-back", {"reason": "看错了", "key": "b", "version": now.pk})
    assert (present().sent_on, present().confirmed_on) == (date(2026, 11, 9), None)
    assert named(carl, "sent") == ["甲公司"]
    assert carl.get(f"{ADDRESS}/proofs/{paper_no}").status_code == 200  # what was taken back stays on record
    assert Entry.objects.filter(act="record_statement").count() == 2


def test_a_proof_is_given_to_nobody_who_may_not_see_the_customer() -> None:
    record_statement(News(OCTOBER, "confirmed", DAY), PDF, actor=SYSTEM, on=DAY)
    number = Attachment.objects.get().pk
    cleo, boss = signed_in("cleo", "collector"), signed_in("bo", "boss")

    assert cleo.get(f"{ADDRESS}/proofs/{number}").status_code == 403
    assert boss.get(f"/statements/C-2/main/2026-10/proofs/{number}").status_code == 404
    assert boss.get(f"{ADDRESS}/proofs/{number + 1}").status_code == 404


def test_a_paper_that_is_none_is_refused_and_the_text_stays() -> None:
    carl = signed_in("carl", "collector")
    script = SimpleUploadedFile("回函.pdf", b"<script>alert(1)</script>", "application/pdf")
    answer = carl.post(ADDRESS, {"word": "confirmed", "day": "11-19", "note": "这句话", "proof": script, "key": "a"})

    page = answer.content.decode()
    assert (answer.status_code, "This file is no PDF" in page, "这句话" in page) == (400, True, True)
    assert (present().confirmed_on, Attachment.objects.count()) == (None, 0)


def test_one_that_nobody_told_of_is_sent_and_taken_back_altogether() -> None:
    boss = signed_in("bo", "boss")
    typed = {"word": "sent", "day": "11-20", "key": "a"}
    said = boss.post("/statements/C-2/main/2026-10", typed, follow=True).content.decode()
    assert (named(boss, "sent"), named(boss, "late")) == (["甲公司", "乙公司"], ["丙公司"])
    assert "Statement for 2026-10: sent." in said

    boss.post("/statements/C-2/main/2026-10/take-back", {"reason": "x", "key": "b"})
    assert "乙公司" in named(boss, "draft")
    assert StatementFact.objects.filter(customer__code="C-2", replaced_by__isnull=True).count() == 0


def test_a_difference_stays_until_it_is_confirmed() -> None:
    carl = signed_in("carl", "collector")
    carl.post(ADDRESS, {"word": "differs", "day": "11-18", "difference": "price", "amount": "120.5", "key": "a"})
    now = present()
    assert (now.differs_on, now.difference_reason, now.difference_minor) == (date(2026, 11, 18), "price", 12_050)
    assert named(carl, "differs") == ["甲公司"]

    carl.post(ADDRESS, {"word": "confirmed", "day": "11-20", "key": "b", "version": now.pk})
    assert (present().differs_on, present().difference_minor, named(carl, "differs")) == (None, None, [])


def test_the_second_of_two_sees_both_versions() -> None:
    boss, version = signed_in("bo", "boss"), present().pk
    record_statement(News(OCTOBER, "confirmed", date(2026, 11, 18)), actor=SYSTEM, on=DAY)

    typed = {"word": "differs", "day": "11-19", "note": "少一张发票", "key": "a", "version": version}
    page = boss.post(ADDRESS, typed).content.decode()

    assert "the system changed this at" in page
    assert re.findall(r'class="differs"><th scope="row">([^<]+)</th><td>([^<]*)</td><td>([^<]*)</td>', page) == [
        ("State", "confirmed", "differs"),
        ("Day", "18 Nov 2026", "19 Nov 2026"),
        ("Note", "—", "少一张发票"),
    ]
    assert present().differs_on is None


def test_a_folder_does_not_undo_what_people_recorded(tmp_path: Path) -> None:
    record_statement(News(OCTOBER, "differs", DAY, note="对不上"), actor=SYSTEM, on=DAY)
    folder_says(tmp_path)
    assert (present().differs_on, present().note) == (DAY, "对不上")
    folder_says(tmp_path, confirmed="2026-11-20")
    assert (present().confirmed_on, present().note) == (DAY, "对不上")


def test_what_may_not_be_recorded_changes_nothing() -> None:
    carl, cleo = hired("carl", "collector"), hired("cleo", "collector")
    before = present().pk
    for actor, news, code in (
        (cleo, News(OCTOBER, "confirmed", DAY), "out_of_reach"),
        (carl, News(OCTOBER, "confirmed", date(2026, 11, 21)), "day_to_come"),
        (carl, News(OCTOBER, "confirmed", date(2026, 11, 1)), "before_it_was_sent"),
        (carl, News(Statement("C-3", "east", "2026-10"), "confirmed", DAY), "statement_not_sent"),
        (carl, News(OCTOBER, "confirmed", DAY, seen=before + 9), "changed_meanwhile"),
        (carl, News(Statement("C-1", "east", "2026-10"), "sent", DAY), "case_unknown"),
    ):
        with pytest.raises(Refused, match=code):
            record_statement(news, actor=actor, on=DAY)
    with pytest.raises(Refused, match="nothing_to_take_back"):
        take_back_statement(TakingBack(OCTOBER, "x"), actor=carl, on=DAY)
    assert (present().pk, Entry.objects.filter(act="record_statement").count()) == (before, 0)


def test_the_list_asks_the_same_number_of_questions_whatever_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    boss, asked = signed_in("bo", "boss"), []
    for size in (1, 3):
        monkeypatch.setattr(listing, "PAGE_SIZE", size)
        with CaptureQueriesContext(connection) as queries:
            boss.get("/statements?tab=all")
        asked.append(len(queries))
    assert asked[0] == asked[1]
