"""A customer as a page: the ladder, what is at hand, everything that happened, and who is before and behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from huikuan.apps.audit.actors import SYSTEM
from huikuan.desk.contact_log import Contact, log_contact
from huikuan.desk.promising import Promise
from huikuan.web.customers import timeline
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
_STAIR = re.compile(
    r'<li class="(done|now|later)"[^>]*><div class="step"[^>]*><b[^>]*>([^<]+)</b>.*?<span>([^<]*)</span></div>'
)


@pytest.fixture
def boss(tmp_path: Path, settings: Settings) -> Client:
    settings.DATA_DIR = tmp_path / "data"
    opened_house(tmp_path)
    return signed_in("bo", "boss")


def said(client: Client, address: str = "/customers/C-1") -> str:
    return str(client.get(address).content.decode())


def test_the_ladder_stands_as_stairs_with_days(boss: Client) -> None:
    stairs = _STAIR.findall(said(boss))

    assert [state for state, _, _ in stairs] == ["done"] * 3 + ["now"] + ["later"] * 4
    assert stairs[3][1:] == ("Supervisor", "16 Nov")  # 15 days after 1 November
    assert "Next: Manager, on 2 Dec." in said(boss)


def test_what_is_recorded_after_the_run_shows_and_says_so(boss: Client) -> None:
    before = said(boss)
    promise = Promise(Decimal("400.00"), date(2026, 11, 27))
    log_contact(Contact("C-1", "phone", "promised", promise=promise), actor=SYSTEM, on=DAY)
    after = said(boss)

    assert ("newer than the run" in before, after.count("newer than the run")) == (False, 2)
    assert "promised 400.00 CNY by 27 Nov" in after
    assert "600.00" in after  # what is left to chase


def test_the_timeline_is_read_by_kind_and_in_pages_of_whole_days(boss: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timeline, "SHOWN", 2)
    for days in (4, 3, 3, 2):
        at = DAY - timedelta(days=days)
        log_contact(Contact("C-2", "phone", "stalling", note=f"word of {at}", at=_noon(at)), actor=SYSTEM, on=DAY)
    first = said(boss, "/customers/C-2?kind=activity")
    more = re.search(r'rel="next" href="([^"#]+)#history">Earlier', first)
    assert more
    second = said(boss, more[1].replace("&amp;", "&"))

    words = re.compile(r"word of (\d{4}-\d\d-\d\d)")
    assert words.findall(first) == ["2026-11-18", "2026-11-17", "2026-11-17"]
    assert words.findall(second) == ["2026-11-16"]
    assert "to do:" in said(boss, "/customers/C-2?kind=task")
    assert "to do:" not in first


def test_it_says_which_number_of_the_list_it_is(boss: Client) -> None:
    page = said(boss, "/customers/C-2")

    assert "number 2 of 3" in page
    assert re.findall(r'rel="(prev|next)" href="/customers/([^"]+)"', page) == [("prev", "C-3"), ("next", "C-1")]
    assert re.findall(r'rel="(prev|next)" href="/customers/([^"]+)"', said(boss, "/customers/C-3")) == [("next", "C-2")]


def test_the_same_number_of_questions_however_long_the_story_is(boss: Client) -> None:
    said(boss, "/customers/C-3")  # what a process keeps is there
    asked = []
    for round_ in range(2):
        for days in range(3, 6):
            at = _noon(DAY - timedelta(days=days + 3 * round_))
            log_contact(Contact("C-3", "phone", "stalling", at=at), actor=SYSTEM, on=DAY)
        counted = _Counter()
        with connection.execute_wrapper(counted):
            said(boss, "/customers/C-3")
        asked.append(counted.questions)

    assert asked[0] == asked[1]


class _Counter:
    def __init__(self) -> None:
        self.questions = 0

    def __call__(self, execute: Callable[..., object], *asked: object) -> object:
        self.questions += 1
        return execute(*asked)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 11)
