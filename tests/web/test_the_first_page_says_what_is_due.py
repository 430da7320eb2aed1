"""Today: counts of the viewer's own that lead to their rows, progress, and where each role begins.

customer | company | owner | collector | overdue
C-1      | main    | rita  | carl      | 1,000
C-2      | main    | rob   | cleo      | 2,000
C-3      | east    | rob   | carl      | 3,000
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
from huikuan.apps.tasks.models import Task
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.gateways import clock
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)


def counts(client: Client) -> dict[str, str]:
    page = client.get("/today").content.decode()
    return dict(re.findall(r"<span>([^<]+)</span><b[^>]*>([\d,]+)</b>", page))


def progress(client: Client) -> str:
    return re.findall(r"<b>(\d+ / \d+)</b>", client.get("/today").content.decode())[0]


def promised(customer: str, due: date = DAY) -> None:
    record_promise(PromiseOf(customer, Promise(Decimal(500), due)), actor=SYSTEM, on=DAY)


def test_counts_are_of_the_viewers_own_customers_and_lead_to_their_rows(tmp_path: Path) -> None:
    opened_house(tmp_path)
    promised("C-1")
    promised("C-2")
    promised("C-3", DAY + timedelta(days=1))
    carl, boss = signed_in("carl", "collector"), signed_in("bo", "boss")

    assert (counts(carl)["Promised for today"], counts(boss)["Promised for today"]) == ("1", "2")
    assert counts(boss)["To be done"] == "3"
    leads = re.findall(r'<li><a href="([^"]+)"><span>Promised for today', boss.get("/today").content.decode())
    rows = re.findall(r'class="name" href="/promises/', boss.get(leads[0].replace("&amp;", "&")).content.decode())
    assert len(rows) == 2


def test_progress_is_tasks_done_of_all_for_today(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")
    assert progress(client) == "0 / 3"
    first = Task.objects.order_by("id")[0]

    Task.objects.filter(pk=first.pk).update(state="done", ended_on=DAY, ended_as="met")
    assert progress(client) == "1 / 3"

    Task.objects.exclude(pk=first.pk).update(state="done", ended_on=DAY, ended_as="met")
    assert progress(client) == "3 / 3"
    assert "All of today's work is done." in client.get("/today").content.decode()


def test_each_role_begins_where_its_work_is(tmp_path: Path) -> None:
    opened_house(tmp_path)
    begins = {
        code: signed_in(code, *roles).get("/").headers["Location"]
        for code, *roles in (("bo", "boss"), ("carl", "collector"), ("cara", "boss", "collector"), ("tom", "trainer"))
    }

    assert begins == {"bo": "/approvals", "carl": "/today", "cara": "/today", "tom": "/today"}


def test_whoever_may_see_nothing_is_shown_nothing(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("tom", "trainer")

    assert (client.get("/today").status_code, counts(client)) == (200, {})
    assert "甲公司" not in client.get("/today").content.decode()
    assert 'href="/worklist"' not in client.get("/more").content.decode()


def test_before_the_first_day_it_says_what_to_do() -> None:
    assert "No day has been run yet." in signed_in("bo", "boss").get("/today").content.decode()


@pytest.mark.parametrize(("days", "tone"), [(0, "green"), (2, "green"), (3, "amber"), (4, "red")])
def test_the_ledger_grows_stale_by_working_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, tone: str
) -> None:
    """DAY is a Friday: Sunday is as fresh, Monday is a working day later."""
    opened_house(tmp_path)
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY + timedelta(days=days))

    assert f'class="dot {tone}"' in signed_in("bo", "boss").get("/today").content.decode()


def test_the_same_number_of_questions_whatever_is_due(tmp_path: Path) -> None:
    opened_house(tmp_path)
    client = signed_in("bo", "boss")
    client.get("/today")  # what a process keeps is there
    asked = []
    for customers in ((), ("C-1", "C-2", "C-3")):
        for customer in customers:
            promised(customer)
        with CaptureQueriesContext(connection) as questions:
            client.get("/today")
        asked.append(len(questions))

    assert asked[0] == asked[1]
