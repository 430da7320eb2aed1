"""D-1005, R-235…R-237: a concession is asked of one role after the other, and asked after once a day.

C-1 (main) is carl's; sue supervises his team, max is credit manager, bo the boss.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from huikuan.apps.approvals.models import Request
from huikuan.apps.approvals.selectors import request_of
from huikuan.apps.audit.actors import SYSTEM, Actor
from huikuan.apps.audit.errors import Refused
from huikuan.apps.audit.models import Entry
from huikuan.desk.approving import Decision, Reminder, TakenBack, decide, remind, take_back
from huikuan.desk.conceding import Concession, ask_concession
from tests.desk.staffed import DAY, hired, house

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house(tmp_path: Path) -> None:
    house(tmp_path)


@pytest.fixture
def carl() -> Actor:
    return hired("carl", "collector", team="east")


def wish(amount: str = "15000", kind: str = "discount", **more: object) -> Concession:
    told: dict[str, object] = {"reason": "一次付清", **more}
    return Concession("C-1", kind, Decimal(amount), "CNY", **told)  # type: ignore[arg-type]


def asked(carl: Actor, concession: Concession, key: str | None = None) -> int:
    return int(ask_concession(concession, actor=carl, on=DAY, key=key).facts["request"])


def waiting() -> list[tuple[str, str, int]]:
    rows = Request.objects.filter(state="waiting").order_by("id")
    return [(row.kind, row.role, row.facts["level"]) for row in rows]


def test_one_role_after_the_other_agrees_and_then_nobody_is_asked(carl: Actor) -> None:
    sue, max_ = hired("sue", "supervisor", team="east"), hired("max", "credit_manager")
    first = asked(carl, wish())
    assert waiting() == [("discount", "supervisor", 0)]

    with pytest.raises(Refused, match="not_decider"):
        decide(Decision(first, "approved"), actor=max_, on=DAY)
    decide(Decision(first, "approved"), actor=sue, on=DAY)
    assert waiting() == [("discount", "credit_manager", 1)]

    second = Request.objects.get(state="waiting").pk
    assert request_of(second).requested_by == "carl"
    decide(Decision(second, "approved"), actor=max_, on=DAY)
    assert waiting() == []
    assert Request.objects.filter(state="approved").count() == 2


def test_a_refusal_ends_the_chain(carl: Actor) -> None:
    sue = hired("sue", "supervisor", team="east")
    decide(Decision(asked(carl, wish()), "refused", "太多"), actor=sue, on=DAY)
    assert waiting() == []


def test_whoever_holds_the_next_role_too_agrees_for_both(carl: Actor) -> None:
    both = hired("both", "supervisor", "credit_manager", team="east")
    decide(Decision(asked(carl, wish("25000")), "approved"), actor=both, on=DAY)
    assert waiting() == [("discount", "boss", 2)]


def test_the_boss_agrees_for_all_and_so_does_the_operator(carl: Actor) -> None:
    decide(Decision(asked(carl, wish("25000")), "approved"), actor=hired("bo", "boss"), on=DAY)
    decide(Decision(asked(carl, wish("25000")), "approved"), actor=SYSTEM, on=DAY)
    assert waiting() == []


def test_nobody_agrees_to_what_he_asked_on_any_level() -> None:
    sue = hired("sue", "supervisor", "credit_manager", team="east")
    hired("carl", "collector", team="east")
    number = asked(sue, wish())
    with pytest.raises(Refused, match="own_request"):
        decide(Decision(number, "approved"), actor=sue, on=DAY)
    decide(Decision(number, "approved"), actor=hired("kim", "supervisor", team="east"), on=DAY)
    with pytest.raises(Refused, match="own_request"):
        decide(Decision(Request.objects.get(state="waiting").pk, "approved"), actor=sue, on=DAY)
    assert waiting() == [("discount", "credit_manager", 1)]


def test_the_same_is_asked_once_and_again_when_it_was_decided(carl: Actor) -> None:
    number = asked(carl, wish(), key="k")
    assert asked(carl, wish(), key="k") == number
    with pytest.raises(Refused, match="concession_waits"):
        asked(carl, wish("20"))
    take_back(TakenBack(number, "算错了"), actor=carl, on=DAY)
    asked(carl, wish("20"))
    assert Request.objects.count() == 2


@pytest.mark.parametrize(
    ("concession", "code"),
    [
        (wish("0"), "amount_not_positive"),
        (wish("1.005"), "excess_decimals"),
        (wish(kind="gift"), "concession_unknown"),
        (wish(reason=" "), "reason_missing"),
        (wish(documents=["INV-9"]), "document_unknown"),
        (wish(until=date(2026, 11, 19)), "until_is_past"),
    ],
)
def test_what_cannot_be_asked_leaves_nothing(carl: Actor, concession: Concession, code: str) -> None:
    with pytest.raises(Refused, match=code):
        asked(carl, concession)
    assert not Request.objects.exists()


def test_whose_customer_it_is_not_may_not_ask(carl: Actor) -> None:
    with pytest.raises(Refused, match="out_of_reach"):
        asked(hired("cleo", "collector"), wish())
    assert not Request.objects.exists()


def test_whoever_asked_asks_after_it_once_a_day(carl: Actor) -> None:
    number = asked(carl, wish())
    remind(Reminder(number), actor=carl, on=DAY)
    with pytest.raises(Refused, match="reminded_today"):
        remind(Reminder(number), actor=carl, on=DAY)
    remind(Reminder(number), actor=carl, on=date(2026, 11, 23))
    found = request_of(number)
    assert (found.reminded_on, found.reminders) == (date(2026, 11, 23), 2)
    assert Entry.objects.filter(act="remind_request").count() == 2


def test_nobody_else_asks_after_it_nor_after_what_was_decided(carl: Actor) -> None:
    number, sue = asked(carl, wish("10")), hired("sue", "supervisor", team="east")
    with pytest.raises(Refused, match="not_asker"):
        remind(Reminder(number), actor=sue, on=DAY)
    decide(Decision(number, "approved"), actor=sue, on=DAY)
    with pytest.raises(Refused, match="request_decided"):
        remind(Reminder(number), actor=carl, on=DAY)
    assert request_of(number).reminders == 0
