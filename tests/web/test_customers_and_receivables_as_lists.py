"""The lists of customers and of open items: within reach, filtered, sorted, page by page, closing to the ledger.

customer | company | owner | collector | document        | overdue
C-1      | main    | rita  | carl      | INV-1 1,000.00  | 19 days
C-2      | main    | rob   | cleo      | INV-2 2,000.00  | 18 days
C-3      | east    | rob   | carl      | INV-3 3,000.00  | 17 days
"""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.selectors import newest_run
from huikuan.desk.standing import snapshots_folder
from huikuan.gateways import clock
from huikuan.web.customers import listing as customers
from huikuan.web.receivables import listing as receivables
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


def named(client: Client, address: str) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]+">([^<]+)</a>', client.get(address).content.decode())


def sums(client: Client, address: str) -> list[tuple[str, str]]:
    return re.findall(r"<dt>([^<]+)</dt><dd><b>([^<]+)</b>", client.get(address).content.decode())


def test_each_person_sees_the_customers_and_items_that_he_reaches() -> None:
    carl, boss = signed_in("carl", "collector"), signed_in("bo", "boss")
    mia = signed_in("mia", "credit_manager", entity="east")

    assert named(boss, "/customers") == ["丙公司", "乙公司", "甲公司"]
    assert (named(carl, "/customers"), named(mia, "/customers")) == (["丙公司", "甲公司"], ["丙公司"])
    assert named(boss, "/receivables") == ["INV-1", "INV-2", "INV-3"]
    assert (named(carl, "/receivables"), named(mia, "/receivables")) == (["INV-1", "INV-3"], ["INV-3"])
    assert signed_in("tess", "trainer").get("/receivables").status_code == 403


def test_without_a_snapshot_the_lists_are_made_again() -> None:
    run = newest_run()
    assert run is not None
    for path in (snapshots_folder() / run.act_id.hex).iterdir():
        path.unlink()
    carl = signed_in("carl", "collector")

    assert (named(carl, "/customers"), named(carl, "/receivables")) == (["丙公司", "甲公司"], ["INV-1", "INV-3"])


def test_customers_are_filtered_and_sorted() -> None:
    boss = signed_in("bo", "boss")
    expected: dict[str, list[str]] = {
        "by=name": ["丙公司", "乙公司", "甲公司"],
        "by=-name": ["甲公司", "乙公司", "丙公司"],
        "by=-overdue_minor": ["甲公司", "乙公司", "丙公司"],
        "by=oldest_days": ["甲公司", "乙公司", "丙公司"],
        "by=nonsense&tab=nonsense": ["丙公司", "乙公司", "甲公司"],
        "person=carl": ["丙公司", "甲公司"],
        "tab=even": [],
        "tab=overdue&status=normal": ["丙公司", "乙公司", "甲公司"],
        "grade=A": [],
        "after=C-2~main~CNY": ["甲公司"],
        "after=gone": ["丙公司", "乙公司", "甲公司"],
    }

    assert {asked: named(boss, f"/customers?{asked}") for asked in expected} == expected


def test_items_are_filtered_and_sorted() -> None:
    boss = signed_in("bo", "boss")
    expected: dict[str, list[str]] = {
        "by=-open_minor": ["INV-1", "INV-2", "INV-3"],
        "by=open_minor": ["INV-3", "INV-2", "INV-1"],
        "customer=C-2": ["INV-2"],
        "document=NV-3": ["INV-3"],
        "document=.*": [],
        "bucket=1-30": ["INV-1", "INV-2", "INV-3"],
        "bucket=31-60": [],
        "tab=disputed": [],
        "currency=CNY&after=main~invoice~INV-2~C-2": ["INV-3"],
    }

    assert {asked: named(boss, f"/receivables?{asked}") for asked in expected} == expected


def test_the_items_close_to_the_ledger_where_none_is_left_out() -> None:
    boss = signed_in("bo", "boss")

    assert sums(boss, "/receivables") == [("3 items", "6,000.00"), ("Total = ledger", "6,000.00")]
    assert sums(boss, "/receivables?customer=C-2") == [("1 item", "2,000.00")]


def test_a_list_goes_on_behind_its_last_row_with_as_many_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    boss, asked = signed_in("bo", "boss"), []
    for size in (1, 2):
        monkeypatch.setattr(customers, "PAGE_SIZE", size)
        monkeypatch.setattr(receivables, "PAGE_SIZE", size)
        with CaptureQueriesContext(connection) as queries:
            pages = [boss.get(address).content.decode() for address in ("/customers", "/receivables")]
        asked.append(len(queries))
        assert 'rel="next" href="/customers?after=' in pages[0]
        assert 'rel="next" href="/receivables?after=' in pages[1]

    assert asked[0] == asked[1]


def test_what_is_taken_as_a_workbook_is_on_record() -> None:
    boss, carl = signed_in("bo", "boss"), signed_in("carl", "collector")

    book = CalamineWorkbook.from_filelike(io.BytesIO(boss.post("/exports/receivables?customer=C-2").content))
    rows = book.get_sheet_by_index(0).to_python()
    listed = CalamineWorkbook.from_filelike(io.BytesIO(boss.post("/exports/customers").content))

    assert [row[0] for row in rows] == ["Document", "INV-2"]
    assert len(listed.get_sheet_by_index(0).to_python()) == 4
    assert Entry.objects.filter(act="export").count() == 2
    assert carl.post("/exports/customers").status_code == 403
    assert Entry.objects.filter(act="export").count() == 2
