"""Approvals as pages: who sees which, the answer with its second step, two people at once, a click too many.

C-1 (main) is carl's; carl promised 500.00 for it, 30 days ahead, so that a supervisor or the boss has to agree.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.models import Entry
from huikuan.desk.approving import Decision, decide
from huikuan.desk.promising import Promise, PromiseOf, record_promise
from huikuan.gateways import clock
from huikuan.web.approvals import listing
from tests.desk.staffed import DAY, hired
from tests.web.visits import back_in, opened_house, signed_in

pytestmark = pytest.mark.django_db
LATE = date(2026, 12, 20)
TABS = ("mine", "asked", "others", "decided")


@pytest.fixture(autouse=True)
def _house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)


@pytest.fixture
def carl() -> Actor:
    return hired("carl", "collector")


def asked(carl: Actor, *, times: int = 1) -> list[int]:
    made = [record_promise(PromiseOf("C-1", Promise(Decimal(500 + n), LATE)), actor=carl, on=DAY) for n in range(times)]
    return [int(one.facts["request"]) for one in made]


def hidden(page: str) -> dict[str, str]:
    """The fields that the page's own form carries."""
    form = re.search(r'<form method="post" action="/approvals/\d+".*?</form>', page, re.DOTALL)
    assert form, page
    return dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', form[0]))


def answered(client: Client, number: int, answer: str, reason: str = "") -> tuple[int, str]:
    """Answer a request with both steps; returns status and page of what follows."""
    first = client.get(f"/approvals/{number}").content.decode()
    chosen = {**hidden(first), "answer": answer, "reason": reason}
    second = client.post(f"/approvals/{number}", chosen).content.decode()
    last = client.post(f"/approvals/{number}", {**hidden(second), "reason": reason}, follow=True)
    return last.status_code, last.content.decode()


def test_a_boss_approves_in_two_steps_and_is_led_to_the_next(carl: Actor) -> None:
    first, second = asked(carl, times=2)
    client = signed_in("bo", "boss")
    assert "1 / 2" in client.get(f"/approvals/{first}").content.decode()

    status, page = answered(client, first, "approved", "可以")

    assert (status, Request.objects.get(pk=first).state, Request.objects.get(pk=first).reason) == (
        200,
        "approved",
        "可以",
    )
    assert "Approved: Promise until 2026-12-20" in page
    assert f'action="/approvals/{second}"' in page


def test_the_first_step_alone_decides_nothing_and_repeats_name_and_amount(carl: Actor) -> None:
    number = asked(carl)[0]
    client = signed_in("bo", "boss")
    page = client.post(f"/approvals/{number}", {"answer": "approved"}).content.decode()

    assert Request.objects.get(pk=number).state == "waiting"
    assert "甲公司" in page
    assert "500.00 CNY" in page


def test_a_refusal_without_a_reason_is_said_at_the_field(carl: Actor) -> None:
    number = asked(carl)[0]
    status, page = answered(signed_in("bo", "boss"), number, "refused", "  ")

    assert (status, Request.objects.get(pk=number).state) == (400, "waiting")
    assert "A reason is missing." in page
    assert 'aria-invalid="true"' in page
    assert "huikuan" not in page.split("<main")[1]


def test_a_double_click_decides_once_and_says_the_same(carl: Actor) -> None:
    number = asked(carl)[0]
    client = signed_in("bo", "boss")
    page = client.post(f"/approvals/{number}", {"answer": "approved", "version": "1"}).content.decode()
    fields = {**hidden(page), "reason": "ja"}

    answers = [client.post(f"/approvals/{number}", fields) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Entry.objects.filter(act="approve_promise").count() == 1


def test_whoever_comes_second_sees_both_answers(carl: Actor) -> None:
    number = asked(carl)[0]
    client = signed_in("bo", "boss")
    page = client.post(f"/approvals/{number}", {"answer": "refused", "version": "1"}).content.decode()
    decide(Decision(number, "approved", "客户信用好"), actor=hired("sam", "boss"), on=DAY)

    said = client.post(f"/approvals/{number}", {**hidden(page), "reason": "太久"})

    assert said.status_code == 400
    for part in ("approved by Sam", "客户信用好", "太久", "Yours, not recorded"):
        assert part in said.content.decode()
    assert Request.objects.get(pk=number).state == "approved"


def test_each_tab_shows_its_own(carl: Actor) -> None:
    mine, decided = asked(carl, times=2)
    decide(Decision(decided, "refused", "太久"), actor=hired("sam", "boss"), on=DAY)

    def shown(client: Client, tab: str) -> set[int]:
        return {
            int(n) for n in re.findall(r'href="/approvals/(\d+)"', client.get(f"/approvals?tab={tab}").content.decode())
        }

    boss, asker = signed_in("bo", "boss"), back_in("carl")
    assert [shown(boss, tab) for tab in ("mine", "asked", "others", "decided")] == [{mine}, set(), set(), {decided}]
    assert [shown(asker, tab) for tab in ("mine", "asked", "others", "decided")] == [
        set(),
        {mine, decided},
        set(),
        {decided},
    ]


def test_nobody_decides_his_own_and_a_stranger_does_not_see_it(carl: Actor) -> None:
    number = asked(carl)[0]
    own = back_in("carl")

    assert 'value="approved"' not in own.get(f"/approvals/{number}").content.decode()
    assert own.post(f"/approvals/{number}", {"answer": "approved", "confirmed": "yes"}).status_code == 400
    assert signed_in("cleo", "collector").get(f"/approvals/{number}").status_code == 404
    assert Request.objects.get(pk=number).state == "waiting"


def test_whoever_asked_takes_it_back_with_a_reason(carl: Actor) -> None:
    number = asked(carl)[0]
    client = back_in("carl")

    assert answered(client, number, "withdrawn", "说错了")[0] == 200
    assert Request.objects.get(pk=number).state == "withdrawn"


def test_long_lists_go_on_with_the_same_number_of_questions(carl: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = asked(carl, times=5)
    client = signed_in("bo", "boss")
    questions = []
    for size in (1, 4):
        monkeypatch.setattr(listing, "PAGE_SIZE", size)
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/approvals").content.decode()
        questions.append(len(captured))
        assert f'rel="next" href="/approvals?tab=mine&amp;after={numbers[size - 1]}"' in page
    rest = client.get(f"/approvals?after={numbers[3]}").content.decode()

    assert questions[0] == questions[1]
    assert re.findall(r'href="/approvals/(\d+)"', rest) == [str(numbers[4])]
