"""The call panel: what is said before, what is saved after, and what is refused with everything still typed.

C-1 owes 1,000.00 to main, C-2 2,000.00; the business date is that of the house's clock, here 2026-11-20.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from huikuan.apps.activities.models import ActivityFact
from huikuan.apps.disputes.models import DisputeFact
from huikuan.apps.promises.models import PromiseFact
from huikuan.gateways import clock
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 30)  # a Friday


@pytest.fixture
def carl(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.DATA_DIR = tmp_path / "data"
    at(AT, monkeypatch)
    opened_house(tmp_path)
    return signed_in("carl", "collector")


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "wall_time", lambda: moment)
    monkeypatch.setattr(clock, "business_date", moment.date)


def panel(client: Client, customer: str = "C-1") -> str:
    return str(client.get(f"/customers/{customer}/call").content.decode())


def typed(**fields: str) -> dict[str, str]:
    return {"channel": "phone", "then": "stay", "key": "k1", **fields}


def written() -> tuple[int, int, int]:
    return ActivityFact.objects.count(), PromiseFact.objects.count(), DisputeFact.objects.count()


def test_a_promise_takes_amount_and_day_and_is_one_act(carl: Client) -> None:
    sent = typed(outcome="promised", amount="600", due_on="11-27", excuse="not_yet", note="Ms Wang signs", then="next")
    answer = carl.post("/customers/C-1/call", sent)

    promise, activity = PromiseFact.objects.get(), ActivityFact.objects.get()
    assert (promise.amount_minor, promise.due_on) == (60_000, date(2026, 11, 27))
    assert (activity.channel, activity.outcome) == ("phone", "promised")
    assert activity.note == "Heard: Not through yet. Ms Wang signs"
    assert promise.batch_id == activity.batch_id
    after = carl.get(answer.headers["Location"]).content.decode()
    assert "Saved: 甲公司." in after
    assert "1 task is done." in after


def test_sent_twice_it_is_done_once(carl: Client) -> None:
    sent = typed(outcome="promised", amount="600", due_on="11-27")

    assert [carl.post("/customers/C-1/call", sent).status_code for _ in range(2)] == [302, 302]
    assert written() == (1, 1, 0)


def test_what_is_contested_is_opened_with_the_call(carl: Client) -> None:
    carl.post("/customers/C-1/call", typed(outcome="disputed", document_no="INV-1", disputed="250", reason="quality"))

    dispute = DisputeFact.objects.get()
    assert (dispute.amount_minor, dispute.reason, written()) == (25_000, "quality", (1, 0, 1))


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"outcome": "promised", "amount": "much", "due_on": "11-27", "note": "keep me"}, "amount"),
        ({"outcome": "promised", "amount": "600", "due_on": "someday", "note": "keep me"}, "due_on"),
        ({"outcome": "promised", "amount": "600", "due_on": "11-01", "note": "keep me"}, "due_on"),
        ({"outcome": "", "note": "keep me"}, "outcome"),
    ],
)
def test_what_cannot_be_saved_stays_typed_and_nothing_is_written(
    carl: Client, fields: dict[str, str], told: str
) -> None:
    answer = carl.post("/customers/C-1/call", typed(**fields))
    page = answer.content.decode()

    assert (answer.status_code, written()) == (400, (0, 0, 0))
    assert f'href="#{told}"' in page
    assert "keep me" in page


def test_another_customers_document_is_refused_and_the_call_is_not_kept(carl: Client) -> None:
    answer = carl.post("/customers/C-1/call", typed(outcome="disputed", document_no="INV-3", reason="quality"))

    assert (answer.status_code, written()) == (400, (0, 0, 0))


def test_whoever_does_not_look_after_the_customer_sees_and_saves_nothing(carl: Client) -> None:
    assert carl.get("/customers/C-2/call").status_code == 403
    assert carl.post("/customers/C-2/call", typed(outcome="stalling")).status_code == 403
    assert written() == (0, 0, 0)


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        (datetime(2026, 11, 20, 7, 59), "No calls between 22:00 and 8:00."),
        (datetime(2026, 11, 20, 12, 10), "It is lunch time: please call later."),
        (datetime(2026, 11, 20, 18, 5), "This customer is not to be called at this hour."),
        (datetime(2026, 11, 22, 10, 0), "Today is a day of rest: no calls and no visits."),
    ],
)
def test_the_hours_that_forbid_a_call_stand_first(
    carl: Client, moment: datetime, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sentence not in panel(carl)
    at(moment, monkeypatch)

    page = panel(carl)
    assert page.index(sentence) < page.index("Last contact")


def test_after_two_talks_a_company_is_left_alone_for_the_day(carl: Client) -> None:
    for key in ("a", "b"):
        assert "Spoken with often enough" not in panel(carl)
        carl.post("/customers/C-1/call", typed(outcome="stalling", key=key))

    assert "Spoken with often enough today: no further call." in panel(carl)


def test_the_talk_follows_what_happened(carl: Client) -> None:
    page = panel(carl)

    assert "There are 1,000.00 CNY due with us." in page
    assert re.findall(r'name="outcome" value="(\w+)"', page)[:3] == ["promised", "says_paid", "partly_paid"]
    assert page.count('class="reply"') == 10
    assert 'value="1,000.00"' in page
