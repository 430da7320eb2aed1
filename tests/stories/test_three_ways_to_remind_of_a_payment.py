"""P-3, the three reminder schemes: every rung with its boundary days, and the three ways on to the next procedure.

due Monday 2026-06-08, issued 30 days before unless said otherwise
remind-1: statement at issue, sms-before -3, sms-due 0
    remind-2: sms-due -1, phone-due 0     remind-3: phone-due 0
all: trace-1 1, phone-2 4, phone-3 7, next 15 (14 days after trace-1, where no count brought it sooner)
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huikuan.engine.plan import Parameters, plan_day
from huikuan.gateways.policies import preset_policies
from tests.engine.folder_rows import Row, folder, invoice
from tests.stories.ladder_days import DUE, done, plan_on, rung_on, steps_on

AFTER_DUE = {1: "trace-1", 3: "trace-1", 4: "phone-2", 6: "phone-2", 7: "phone-3", 14: "phone-3", 15: "next"}
BEFORE_DUE = {
    "remind-1": {-31: "", -30: "statement", -4: "statement", -3: "sms-before", -1: "sms-before", 0: "sms-due"},
    "remind-2": {-2: "", -1: "sms-due", 0: "phone-due"},
    "remind-3": {-1: "", 0: "phone-due"},
}
SCHEMES = list(BEFORE_DUE)


@pytest.mark.parametrize(
    ("scheme", "day", "rung"),
    [(scheme, day, rung) for scheme in SCHEMES for day, rung in (BEFORE_DUE[scheme] | AFTER_DUE).items() if day > -31],
)
def test_each_rung_begins_on_its_day(scheme: str, day: int, rung: str) -> None:
    assert rung_on(scheme, day) == rung


@pytest.mark.parametrize(
    ("scheme", "day", "step", "channel"),
    [
        ("remind-1", -10, "statement", "email"),
        ("remind-1", -3, "sms-before", "sms"),
        ("remind-1", 0, "sms-due", "sms"),
        ("remind-2", -3, "sms-due", "sms"),  # day -1 is a Sunday: the Friday before
        ("remind-2", 0, "phone-due", "phone"),
        ("remind-3", 0, "phone-due", "phone"),
        *((scheme, day, step, "phone") for scheme in SCHEMES for day, step in ((1, "trace-1"), (4, "phone-2"))),
        *((scheme, 7, "phone-3", "phone") for scheme in SCHEMES),
    ],
)
def test_each_rung_does_its_own(scheme: str, day: int, step: str, channel: str) -> None:
    worklist = plan_on(scheme, day).worklist
    assert worklist.select("step", "action", "role", "channels").rows() == [(step, "contact", "collector", [channel])]


@pytest.mark.parametrize(("term", "rung"), [(10, "statement"), (11, "sms-before")])
def test_no_sms_ahead_where_the_term_is_too_short(term: int, rung: str) -> None:
    assert rung_on("remind-1", -3, issue_date=DUE - timedelta(days=term)) == rung


THREE_CALLS = (done(1, "trace-1"), done(4, "phone-2"), done(7, "phone-3"))
SIX_ATTEMPTS = tuple(done(day, "trace-1", outcome="not_reached") for day in (1, 1, 2, 2, 3, 3))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("records", "day"), [(THREE_CALLS, 7), (SIX_ATTEMPTS, 3), ((done(0, "phone-due"), *THREE_CALLS[:2]), 15)]
)
def test_three_conversations_or_six_attempts_move_on(scheme: str, records: tuple[Row, ...], day: int) -> None:
    assert rung_on(scheme, day - 1, *records) != "next"
    assert rung_on(scheme, day, *records) == "next"


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_next_procedure_is_the_standard_one_from_the_supervisor_on(scheme: str) -> None:
    assert steps_on(scheme, 15) == [("supervisor", "contact", "supervisor", "")]
    called = done(15, "supervisor")
    assert steps_on(scheme, 16, called) == []
    assert steps_on(scheme, 17, called) == [("supervisor", "contact", "supervisor", "")]
    assert plan_on(scheme, 31).worklist.select("step", "also").rows() == [("manager", ["supervisor"])]
    assert steps_on(scheme, 91)[0] == ("lock-warning", "contact", "manager", "")
    assert rung_on(scheme, 91) == "next"


@pytest.mark.parametrize(
    ("recorded_on", "template"),
    [(date(2026, 6, 5), "remind-last-day"), (date(2026, 6, 4), "remind-or-ignore"), (None, "remind-or-ignore")],
)
def test_stale_bank_data_asks_whoever_has_paid_to_ignore_the_message(recorded_on: date | None, template: str) -> None:
    """On Monday 8 June data of Friday is fresh, of Thursday stale."""
    receivable = invoice("INV-1", overdue=0, issue_date=DUE - timedelta(days=30), due_date=DUE)
    paid = {"payment_no": "P-1", "customer_id": "C2", "entity": "main", "amount_minor": 100, "currency": "CNY"}
    payments = [paid | {"received_on": recorded_on, "recorded_on": recorded_on}] if recorded_on else []
    customers = [{"customer_id": customer, "name": customer} for customer in ("C1", "C2")]
    tables = folder(receivables=[receivable], payments=payments, customers=customers)
    plan = plan_day(tables, preset_policies(), Parameters(as_of=DUE, default_policy="remind-1"))
    assert plan.worklist.select("step", "template", "bank_data_on").rows() == [("sms-due", template, recorded_on)]
