"""A call from the number that is shown to what it leaves behind (R-230, R-231).

| outcome        | what saving leaves beside the contact                         |
|----------------|---------------------------------------------------------------|
| promised       | the letter that confirms it, shown once the promise counts    |
| says_paid      | a claim with bank, day and reference                          |
| call_back      | a follow-up at that hour, ended by the next talk              |
| wrong_person   | a follow-up for the next working day                          |
| asks_documents | a follow-up for today                                         |
"""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from huikuan.apps.activities.models import ActivityFact, BegunCall
from huikuan.apps.approvals.models import Request
from huikuan.apps.audit.actors import Actor
from huikuan.apps.audit.services import Subject
from huikuan.apps.cash.models import PaymentClaim
from huikuan.apps.people.models import User
from huikuan.apps.promises.models import Confirmation, PromiseFact
from huikuan.apps.tasks.models import FollowUp
from huikuan.desk.approving import Decision, decide
from huikuan.desk.erasing import erase_personal
from huikuan.gateways import clock
from tests.desk.staffed import hired
from tests.web.visits import opened_house, signed_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, 30)  # a Friday
CALL = "/customers/C-1/call"


@pytest.fixture
def carl(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Client:
    settings.DATA_DIR = tmp_path / "data"
    monkeypatch.setattr(clock, "wall_time", lambda: AT)
    monkeypatch.setattr(clock, "business_date", AT.date)
    opened_house(tmp_path)
    return signed_in("carl", "collector")


def begun(client: Client) -> None:
    client.post("/customers/C-1/numbers", {"then": "call"})


def saved(client: Client, key: str = "k1", **fields: str) -> int:
    return client.post(CALL, {"channel": "phone", "then": "stay", "key": key, **fields}).status_code


def page(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())


def test_a_call_without_an_outcome_follows_its_person_and_nobody_else(carl: Client) -> None:
    begun(carl)
    cleo = signed_in("cleo", "collector")

    assert "Not recorded yet:" in page(carl, "/today")
    assert "Not recorded yet:" not in page(carl, CALL)  # there the timer runs in the panel
    assert "data-timer" in page(carl, CALL)
    assert "Not recorded yet:" not in page(cleo, "/today")

    assert saved(carl, outcome="not_reached") == 302
    assert "Not recorded yet:" not in page(carl, "/today")
    ended = BegunCall.objects.get()
    assert ended.activity == ActivityFact.objects.get().handle


def test_begun_twice_it_is_one_call_and_one_not_made_is_dropped(carl: Client) -> None:
    begun(carl)
    begun(carl)
    assert BegunCall.objects.filter(ended_at__isnull=True).count() == 1

    assert carl.post("/customers/C-1/call/dropped").status_code == 302
    assert (BegunCall.objects.filter(ended_at__isnull=True).count(), ActivityFact.objects.count()) == (0, 0)
    assert carl.post("/customers/C-1/call/dropped").status_code == 403


def test_how_the_talk_went_stands_with_the_contact(carl: Client) -> None:
    saved(carl, outcome="stalling", excuse="stall", ability="tight", willingness="vague", tone="calm")
    saved(carl, "k2", outcome="stalling", excuse="nothing", ability="rich")

    rows = ActivityFact.objects.order_by("id").values_list("excuse", "ability", "willingness", "tone")
    assert list(rows) == [("stall", "tight", "vague", "calm"), ("", "", "", "")]


def test_a_promise_gets_the_letter_that_confirms_it(carl: Client) -> None:
    saved(carl, outcome="promised", amount="600", due_on="11-27", method="transfer")

    letter = Confirmation.objects.get()
    assert letter.promise == PromiseFact.objects.get().handle
    assert "you will pay 600.00 CNY by 27 Nov 2026 by bank transfer." in letter.text
    assert letter.text in page(carl, "/customers/C-1")


def test_the_letter_of_a_promise_that_waits_is_shown_when_it_counts(carl: Client) -> None:
    saved(carl, outcome="promised", amount="600", due_on="2026-12-20")
    customer = "/customers/C-1"
    assert "you will pay 600.00" not in page(carl, customer)

    sue = hired("sue", "credit_manager", "boss")
    decide(Decision(Request.objects.get().pk, "approved"), actor=sue, on=AT.date())
    assert "you will pay 600.00" in page(carl, customer)


def test_what_is_said_of_a_payment_is_kept_as_a_claim(carl: Client) -> None:
    saved(carl, outcome="says_paid", paid_on="11-18", bank="ICBC", reference="77-1")

    claim = PaymentClaim.objects.get()
    assert (claim.paid_on, claim.bank, claim.reference) == (date(2026, 11, 18), "ICBC", "77-1")
    assert "said to be paid on 18 Nov, ICBC, 77-1, told on 20 Nov" in page(carl, "/customers/C-1")


@pytest.mark.parametrize(
    ("fields", "kind", "due_on", "due_at"),
    [
        ({"outcome": "call_back", "call_back": "+1 15:30"}, "call_back", date(2026, 11, 21), time(15, 30)),
        ({"outcome": "call_back", "call_back": "16:00"}, "call_back", date(2026, 11, 20), time(16, 0)),
        ({"outcome": "wrong_person", "person": "Ms Li"}, "mend_contact", date(2026, 11, 23), None),
        ({"outcome": "asks_documents"}, "send_papers", date(2026, 11, 20), None),
    ],
)
def test_what_was_agreed_becomes_a_follow_up(
    carl: Client, fields: dict[str, str], kind: str, due_on: date, due_at: time | None
) -> None:
    assert saved(carl, **fields) == 302

    row = FollowUp.objects.get()
    assert (row.kind, row.due_on, row.due_at, row.note) == (kind, due_on, due_at, fields.get("person", ""))


def test_an_hour_that_is_past_is_refused_and_nothing_is_written(carl: Client) -> None:
    assert saved(carl, outcome="call_back", call_back="09:00") == 400
    assert (ActivityFact.objects.count(), FollowUp.objects.count()) == (0, 0)


def test_the_next_talk_ends_the_call_that_was_agreed_and_an_attempt_does_not(carl: Client) -> None:
    saved(carl, outcome="call_back", call_back="16:00")
    saved(carl, "k2", outcome="not_reached")
    assert FollowUp.objects.get().ended_on is None

    saved(carl, "k3", outcome="stalling")
    assert FollowUp.objects.get().ended_on == AT.date()


def test_a_follow_up_is_ticked_off_once_and_only_by_whom_it_reaches(carl: Client) -> None:
    saved(carl, outcome="asks_documents")
    number = FollowUp.objects.get().pk
    stranger = signed_in("cleo", "collector")
    assert "Send the papers" in page(carl, "/today")
    assert "Send the papers" not in page(stranger, "/today")
    assert stranger.post(f"/follow-ups/{number}", {"version": "1"}).status_code == 403

    assert carl.post(f"/follow-ups/{number}", {"version": "1", "key": "a"}).status_code == 302
    assert carl.post(f"/follow-ups/{number}", {"version": "1", "key": "b"}).status_code == 403  # somebody was faster
    assert FollowUp.objects.get().version == 2


def test_what_was_written_down_of_a_customer_can_be_erased(carl: Client) -> None:
    saved(carl, outcome="promised", amount="600", due_on="11-27")
    saved(carl, "k2", outcome="says_paid", bank="ICBC", reference="77-1")
    saved(carl, "k3", outcome="wrong_person", person="Ms Li")
    hired("lara", "legal")
    lara = Actor("person", User.objects.get(code="lara").pk)

    erase_personal(Subject("customer", "C-1"), reason="asked for", actor=lara, on=AT.date())
    assert Confirmation.objects.get().text == ""
    assert (PaymentClaim.objects.get().bank, PaymentClaim.objects.get().reference) == ("", "")
    assert FollowUp.objects.get().note == ""


def test_what_followed_a_call_goes_with_it_when_it_is_taken_back(carl: Client) -> None:
    saved(carl, outcome="call_back", call_back="16:00")
    saved(carl, "k2", outcome="says_paid", bank="ICBC")
    agreed = FollowUp.objects.get()
    assert agreed.ended_on == AT.date()

    assert carl.post("/undo", {"act": "k2", "key": "u2", "onward": "/customers/C-1"}).status_code == 302
    agreed.refresh_from_db()
    assert (agreed.ended_on, "said to be paid" in page(carl, "/customers/C-1")) == (None, False)
