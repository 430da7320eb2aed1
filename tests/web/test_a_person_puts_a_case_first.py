"""A person's own order: first among those ranked by value, with reason and end, never before what must be done (R-214).

by rank   1 C-3   2 C-2   3 C-1        C-1 put first:   C-1, then 1, 2
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from huikuan.apps.audit.models import Entry
from huikuan.apps.dunning.models import WorklistRow
from huikuan.apps.receivables.models import Case
from huikuan.gateways import clock
from huikuan.jobs.day import day
from huikuan.web.worklist import page as worklist
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
PIN = {"key": "k-1", "until": "2026-11-27", "reason": "总经理约了见面"}


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    return


def address(customer: str) -> str:
    return f"/worklist/pin/{Case.objects.get(customer__code=customer).pk}"


def order(client: Client, asked: str = "whose=all") -> list[str]:
    return re.findall(r'class="n rank">(\d+)', client.get(f"/worklist?{asked}").content.decode())


def must_be_done_today(rank: int) -> None:
    row = WorklistRow.objects.get(rank=rank)
    row.lane, row.facts = "hard", row.facts.replace('"lane":"value"', '"lane":"hard"')
    row.save()


def test_it_stands_before_the_ranked_order_and_says_who_and_why() -> None:
    bo = signed_in("bo", "boss")

    bo.post(address("C-1"), PIN)

    assert order(bo) == ["3", "1", "2"]
    said = bo.get("/worklist?whose=all").content.decode()
    assert "Bo, until 27 Nov: 总经理约了见面" in said
    assert re.findall(r"<b>([^<]+)</b> (\d+) <span>", said) == [
        ("Put first by a person", "1"),
        ("By value of a contact", "2"),
    ]
    entry = Entry.objects.get(act="pin_case")
    assert "总经理" not in entry.facts


def test_nothing_passes_what_must_be_done_today() -> None:
    bo = signed_in("bo", "boss")
    must_be_done_today(rank=1)

    bo.post(address("C-1"), PIN)

    assert order(bo) == ["1", "3", "2"]


def test_it_is_shown_once_whatever_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    bo = signed_in("bo", "boss")
    must_be_done_today(rank=1)
    bo.post(address("C-1"), PIN)
    monkeypatch.setattr(worklist, "PAGE_SIZE", 1)

    assert [order(bo), order(bo, "whose=all&after=1")] == [["1"], ["3", "2"]]


def test_it_outlives_the_next_run_until_its_last_day(monkeypatch: pytest.MonkeyPatch) -> None:
    bo = signed_in("bo", "boss")
    bo.post(address("C-1"), PIN)
    day(DAY)
    assert order(bo) == ["3", "1", "2"]

    monkeypatch.setattr(clock, "business_date", lambda *_: date(2026, 11, 28))

    assert order(bo) == ["1", "2", "3"]


def test_the_second_is_told_and_either_may_put_it_back() -> None:
    bo, sue = signed_in("bo", "boss"), signed_in("sue", "gm")
    bo.post(address("C-1"), PIN)

    late = sue.post(address("C-1"), {**PIN, "key": "k-2"})
    assert late.status_code == 400
    assert "Somebody has put this case first already." in late.content.decode()
    sue.post(address("C-1"), {"key": "k-3", "act": "back"})

    assert order(bo) == ["1", "2", "3"]


def test_a_sorted_view_knows_no_pin_and_a_stranger_no_case() -> None:
    bo, cleo = signed_in("bo", "boss"), signed_in("cleo", "collector")
    bo.post(address("C-1"), PIN)

    assert order(bo, "whose=all&sort=-overdue") == ["1", "2", "3"]
    assert cleo.post(address("C-1"), {**PIN, "key": "k-9"}).status_code == 403
