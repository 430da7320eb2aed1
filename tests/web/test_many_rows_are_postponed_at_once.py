"""Ticked rows are postponed in one act, whoever was faster is named, and it can be taken back (R-210, R-211)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from huikuan.apps.audit.models import Entry
from huikuan.apps.receivables.models import Case
from huikuan.apps.tasks.models import Task
from huikuan.gateways import clock
from tests.desk.staffed import DAY
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
UNTIL = date(2026, 11, 27)


@pytest.fixture(autouse=True)
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(clock, "business_date", lambda *_: DAY)
    opened_house(tmp_path)
    return


def case_of(customer: str) -> int:
    return Case.objects.get(customer__code=customer).pk


def asked(client: Client, *customers: str) -> dict[str, object]:
    """Tick the customers and return what the page that asks for the reason would send."""
    page = client.post("/worklist/postpone", {"case": [case_of(one) for one in customers]}).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key
    return {
        "case": re.findall(r'name="case" value="([^"]+)"', page),
        "key": key[1],
        "until": UNTIL.isoformat(),
        "reason": "对方财务休假",
        "onward": "/worklist?whose=mine",
    }


def states() -> dict[str, tuple[str, date | None]]:
    told = Task.objects.order_by("id").values_list("case__customer__code", "state", "postponed_until")
    return {customer: (state, until) for customer, state, until in told}


def test_the_ticked_cases_rest_until_the_day_in_one_act() -> None:
    carl = signed_in("carl", "collector")

    answer = carl.post("/worklist/postpone", asked(carl, "C-1", "C-3"), follow=True)

    assert answer.redirect_chain[-1][0] == "/worklist?whose=mine"
    assert "2 cases postponed until 27 Nov." in answer.content.decode()
    assert states()["C-1"] == states()["C-3"] == ("postponed", UNTIL)
    entry = Entry.objects.get(act="postpone_task")
    told = json.loads(entry.facts)
    assert (sorted(told["cases"]), told["left"]) == (sorted([case_of("C-1"), case_of("C-3")]), [])
    assert "休假" in str(entry.personal)
    assert "休假" not in entry.facts


def test_whoever_comes_second_is_told_and_nothing_of_the_first_is_lost() -> None:
    carl, sue = signed_in("carl", "collector"), signed_in("sue", "boss")
    late = asked(sue, "C-1", "C-2")
    carl.post("/worklist/postpone", asked(carl, "C-1"))

    said = sue.post("/worklist/postpone", {**late, "until": "2026-12-04"}, follow=True).content.decode()

    assert "1 case postponed until 4 Dec." in said
    assert "somebody was faster or nothing is open: 甲公司." in said
    assert states()["C-1"] == ("postponed", UNTIL)
    assert states()["C-2"] == ("postponed", date(2026, 12, 4))


def test_when_all_have_moved_nothing_is_written_and_the_page_says_why() -> None:
    carl, sue = signed_in("carl", "collector"), signed_in("sue", "boss")
    late = asked(sue, "C-1")
    carl.post("/worklist/postpone", asked(carl, "C-1"))

    answer = sue.post("/worklist/postpone", late)

    assert answer.status_code == 400
    assert "甲公司: postponed already until 27 Nov" in answer.content.decode()
    assert Entry.objects.filter(act="postpone_task").count() == 1


def test_a_double_click_does_it_once() -> None:
    carl = signed_in("carl", "collector")
    sent = asked(carl, "C-1")

    for _click in range(2):
        carl.post("/worklist/postpone", sent)

    assert Entry.objects.filter(act="postpone_task").count() == 1


def test_others_customers_are_not_touched_by_sending_their_numbers() -> None:
    carl = signed_in("carl", "collector")  # C-2 is rob's and cleo's
    sent = {**asked(carl, "C-1"), "case": [f"{case_of('C-1')}", f"{case_of('C-2')}"]}

    carl.post("/worklist/postpone", sent)

    assert states()["C-1"] == ("postponed", UNTIL)
    assert states()["C-2"] == ("open", None)


def test_without_a_reason_nothing_happens_and_all_that_was_ticked_stays() -> None:
    carl = signed_in("carl", "collector")
    sent = asked(carl, "C-1", "C-3")

    answer = carl.post("/worklist/postpone", {**sent, "reason": " "})

    assert answer.status_code == 400
    assert len(re.findall(r'name="case"', answer.content.decode())) == 2
    assert set(states().values()) == {("open", None)}


def undo_in(page: str) -> dict[str, str]:
    form = re.search(r'<form method="post" action="/undo">(.*?)</form>', page, re.DOTALL)
    assert form
    return dict(re.findall(r'name="(act|onward|key)" value="([^"]*)"', form[1]))


def test_the_act_is_taken_back_from_the_page_that_says_it_was_done() -> None:
    carl = signed_in("carl", "collector")
    page = carl.post("/worklist/postpone", asked(carl, "C-1", "C-3"), follow=True).content.decode()

    answer = carl.post("/undo", undo_in(page), follow=True)

    assert "Taken back." in answer.content.decode()
    assert set(states().values()) == {("open", None)}
    assert Entry.objects.filter(act="take_back").count() == 1


def test_nobody_takes_back_what_somebody_else_did_or_what_was_done_yesterday(monkeypatch: pytest.MonkeyPatch) -> None:
    carl, sue = signed_in("carl", "collector"), signed_in("sue", "boss")
    undo = undo_in(carl.post("/worklist/postpone", asked(carl, "C-1"), follow=True).content.decode())

    assert sue.post("/undo", undo).status_code == 403
    monkeypatch.setattr(clock, "business_date", lambda *_: date(2026, 11, 23))
    assert carl.post("/undo", undo).status_code == 403

    assert states()["C-1"] == ("postponed", UNTIL)


def test_a_call_with_its_promise_is_taken_back_and_its_task_is_open_again() -> None:
    carl = signed_in("carl", "collector")
    sent = {"key": "k-1", "channel": "phone", "outcome": "promised", "amount": "500", "due_on": "2026-11-27"}
    page = carl.post("/customers/C-1/call", sent, follow=True).content.decode()
    assert states()["C-1"][0] == "done"

    carl.post("/undo", undo_in(page))

    assert states()["C-1"] == ("open", None)
    said = carl.get("/promises").content.decode()
    assert "500.00" not in said


def test_what_was_built_upon_stays() -> None:
    carl = signed_in("carl", "collector")
    sent = {"key": "k-1", "channel": "phone", "outcome": "disputed", "document_no": "INV-1", "reason": "quality"}
    page = carl.post("/customers/C-1/call", sent, follow=True).content.decode()
    rita = signed_in("rita", "finance")
    number = re.search(r"/disputes/(\d+)", rita.get("/disputes").content.decode())
    assert number
    rita.post(f"/disputes/{number[1]}", {"key": "k-2", "resolution": "rejected"})

    answer = carl.post("/undo", undo_in(page))

    assert answer.status_code == 403
    assert "INV-1" in rita.get("/disputes?tab=settled").content.decode()
