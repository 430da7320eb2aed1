"""Is everything at hand before the contact: done, missing, or not to be told from the tables (D-305, R-78, R-79)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.engine.calendars import working_calendar
from huikuan.engine.readiness import wanted_by
from tests.engine.folder_rows import Row, activity, ago, invoice, payment, planned, row_of

NOTHING_KNOWN = [
    "contract_unknown",
    "invoice_unknown",
    "delivery_unknown",
    "statement_unknown",
    "person_missing",
    "amount_unknown",
]
PAPERS: Row = {"contract_no": "HT-7", "invoice_received_on": ago(30), "pod_date": ago(31)}
PERSON: Row = {"customer_id": "C1", "name": "周思远", "role": "payer", "mobile": "1", "verified_on": ago(365)}
STATEMENT: Row = {
    "customer_id": "C1",
    "entity": "main",
    "period": "2026-10",
    "sent_on": ago(14),
    "confirmed_on": ago(3),
}
FRESH = payment("P", received=1, amount=100, customer_id="C2")


def ready(**tables: Any) -> Row:
    """The row of customer C1, whose invoice of October is 5 days past due."""
    given: dict[str, Any] = {"receivables": [invoice("A", overdue=5)]} | tables
    return row_of(planned(**given).worklist, customer_id="C1")


def gaps(**tables: Any) -> list[str]:
    return list(ready(**tables)["readiness_gaps"])


def test_a_folder_of_invoices_alone_tells_of_nothing_but_our_side_and_the_goal() -> None:
    row = ready()
    assert row["readiness_gaps"] == NOTHING_KNOWN
    assert row["readiness_done"] == ["own_side", "goal=2026-11-27"]
    assert row["readiness"] == "2/8"  # no contact yet, so none to sum up
    assert (row["goal_minor"], row["goal_on"]) == (100_000, date(2026, 11, 27))


def test_with_everything_at_hand_nothing_is_missing() -> None:
    row = ready(
        receivables=[invoice("A", overdue=5, **PAPERS)],
        contacts=[PERSON],
        statements=[STATEMENT],
        payments=[FRESH],
        activities=[activity(2, note="月底付")],
    )
    assert (row["readiness"], row["readiness_gaps"]) == ("9/9", [])
    assert row["readiness_done"] == [
        "contract=HT-7",
        "invoice=2026-10-21",
        "delivery=2026-10-20",
        "statement=2026-10",
        "person=周思远",
        "amount=2026-11-19",
        "own_side",
        "last_contact=2026-11-18",
        "goal=2026-11-27",
    ]


@pytest.mark.parametrize(
    ("paper", "gap"),
    [
        ("contract_no", "contract_missing"),
        ("invoice_received_on", "invoice_not_received"),
        ("pod_date", "delivery_unsigned"),
    ],
)
def test_a_paper_is_missing_where_other_documents_of_the_customer_have_it(paper: str, gap: str) -> None:
    other = invoice("B", overdue=-40, **{paper: PAPERS[paper]})
    assert gap in gaps(receivables=[invoice("A", overdue=5), other])
    elsewhere = other | {"customer_id": "C2"}
    assert gap not in gaps(receivables=[invoice("A", overdue=5), elsewhere])


def test_goods_that_were_taken_over_want_a_signed_note() -> None:
    assert "delivery_unsigned" in gaps(receivables=[invoice("A", overdue=5, accepted_on=ago(31))])


def test_what_was_not_invoiced_is_a_gap_and_an_opening_balance_wants_no_invoice() -> None:
    assert "invoice_not_issued" in gaps(receivables=[invoice("A", overdue=5, kind="unbilled")])
    opening = ready(receivables=[invoice("A", overdue=5, kind="opening")])
    assert (opening["readiness"], len(opening["readiness_gaps"])) == ("2/6", 4)


@pytest.mark.parametrize(
    ("statement", "gap"),
    [
        ({}, None),
        ({"period": "2026-11"}, None),  # a later one lists it too
        ({"period": "2026-09"}, "statement_unsent"),
        ({"confirmed_on": None}, "statement_unconfirmed"),
        ({"confirmed_on": ago(-1)}, "statement_unconfirmed"),
        ({"confirmed_on": None, "sent_on": None}, "statement_unsent"),
        ({"entity": "east"}, "statement_unknown"),
    ],
)
def test_the_statement_that_lists_the_document_is_confirmed(statement: Row, gap: str | None) -> None:
    found = [code for code in gaps(statements=[STATEMENT | statement]) if code.startswith("statement")]
    assert found == ([gap] if gap else [])


def test_a_confirmed_statement_is_not_hidden_by_a_newer_one_on_its_way() -> None:
    newer = STATEMENT | {"period": "2026-11", "confirmed_on": None}
    assert "statement=2026-10" in ready(statements=[STATEMENT, newer])["readiness_done"]


@pytest.mark.parametrize(
    ("person", "gap"),
    [
        ({}, None),
        ({"verified_on": ago(366)}, "person_unverified"),
        ({"verified_on": None}, "person_unverified"),
        ({"mobile": None}, "person_missing"),
        ({"role": "gatekeeper"}, "person_missing"),
        ({"customer_id": "C2"}, "person_missing"),
    ],
)
def test_somebody_who_pays_or_decides_can_be_reached_and_was_verified(person: Row, gap: str | None) -> None:
    found = [code for code in gaps(contacts=[PERSON | person]) if code.startswith("person")]
    assert found == ([gap] if gap else [])


@pytest.mark.parametrize(
    ("paid", "gap"),
    [
        ({}, None),
        ({"received_on": ago(2)}, "amount_stale"),
        ({"received_on": ago(2), "recorded_on": ago(1)}, None),  # money of Wednesday, booked on Thursday
        ({"received_on": ago(0), "recorded_on": ago(-1)}, "amount_unknown"),  # recorded after the day of the plan
        ({"entity": "east"}, "amount_unknown"),
    ],
)
def test_the_bank_data_reach_the_last_working_day(paid: Row, gap: str | None) -> None:
    found = [code for code in gaps(payments=[FRESH | paid]) if code.startswith("amount")]
    assert found == ([gap] if gap else [])


def test_a_dispute_or_a_request_for_documents_waits_on_our_side() -> None:
    dispute = {"document_no": "A", "amount_minor": 100, "reason": "quality", "opened_on": ago(2)}
    assert "own_side_disputed" in gaps(disputes=[dispute])
    assert "own_side_documents" in gaps(activities=[activity(2, outcome="asks_documents")])
    sent = [activity(2, outcome="asks_documents"), activity(1, outcome="promised")]
    assert "own_side_documents" not in gaps(activities=sent, receivables=[invoice("A", overdue=15)])


def test_a_contact_without_a_note_cannot_be_summed_up() -> None:
    assert "last_contact_unnoted" in gaps(activities=[activity(2)])
    assert "last_contact_unnoted" not in gaps(activities=[activity(2, note="月底付")])


def test_before_the_due_date_the_goal_is_that_day() -> None:
    row = ready(receivables=[invoice("A", overdue=-4)])
    assert (row["goal_minor"], row["goal_on"]) == (100_000, ago(-4))


@pytest.mark.parametrize(
    ("as_of", "wanted"),
    [
        (date(2026, 11, 16), date(2026, 11, 20)),  # Monday
        (date(2026, 11, 18), date(2026, 11, 20)),  # Wednesday
        (date(2026, 11, 19), date(2026, 11, 27)),  # Thursday: a day is too short
        (date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 9, 28), date(2026, 9, 30)),  # Friday 2 October is a holiday
        (date(2026, 9, 30), date(2026, 10, 8)),  # nothing is left before it
    ],
)
def test_the_day_wanted_is_a_friday_or_the_working_day_before(as_of: date, wanted: date) -> None:
    calendar = working_calendar(date(2026, 9, 1), date(2026, 12, 31))
    assert wanted_by(calendar, as_of=as_of) == wanted
