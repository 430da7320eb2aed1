"""The twin's promises, disputes and eligible amounts against the vectors of the contract."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from .reference import ReferencePlan, reference_plan
from .rows import Folder, allocation, customer, dispute, folder, payment, promise, receivable

AS_OF = date(2026, 6, 10)
DAY = timedelta(days=1)


def planned(rows: Folder, as_of: date = AS_OF) -> ReferencePlan:
    return reference_plan(rows, as_of=as_of, policy="b2b-standard")


def test_the_eligible_vector_of_the_contract_is_650() -> None:
    """Overdue 1,000 and 500; 300 disputed; promised 400; credit note 100; unallocated 50 → 650.

    The first item pays for what hangs on no document: 1,000 − 300 − 400 − 100 − 50 = 150; the second stays 500.
    """
    plan = planned(
        folder(
            receivables=[
                receivable("A", AS_OF - 20 * DAY, 100_000),
                receivable("B", AS_OF - 10 * DAY, 50_000),
                receivable("N", AS_OF - 5 * DAY, -10_000, kind="credit_note"),
            ],
            payments=[payment("P1", AS_OF - 8 * DAY, 5_000)],
            promises=[promise(AS_OF - 2 * DAY, AS_OF, 40_000)],
            disputes=[dispute("A", AS_OF - 5 * DAY, 30_000)],
        )
    )
    assert {document.document_no: document.eligible for document in plan.documents} == {
        "A": 15_000,
        "B": 50_000,
        "N": 0,
    }
    assert plan.cases["C1", "main"].eligible == {"CNY": 65_000}
    assert sum(plan.ageing.values()) == 150_000 - 10_000 - 5_000


@pytest.mark.parametrize(
    ("as_of", "state", "left"),
    [
        (date(2026, 6, 11), "open", 10_000),
        (date(2026, 6, 12), "open", 4_000),
        (date(2026, 6, 13), "open", 4_000),
        (date(2026, 6, 14), "partly", 0),
    ],
)
def test_a_promise_of_100_with_60_paid_on_the_12th_is_decided_on_the_14th(as_of: date, state: str, left: int) -> None:
    """lessons 18: 100 promised for the 10th, tolerance 3, 60 paid on the 12th → partly kept, decided on the 14th."""
    plan = planned(
        folder(
            receivables=[receivable("A", date(2026, 5, 1), 10_000)],
            payments=[payment("P1", date(2026, 6, 12), 6_000)],
            promises=[promise(date(2026, 6, 5), date(2026, 6, 10), 10_000)],
        ),
        as_of,
    )
    assert [(found.state, found.left) for found in plan.promises] == [(state, left)]


@pytest.mark.parametrize(("made_on", "level"), [(date(2026, 6, 13), 1), (date(2026, 6, 14), 2)])
def test_the_next_promise_is_level_2_once_the_first_was_decided(made_on: date, level: int) -> None:
    plan = planned(
        folder(
            receivables=[receivable("A", date(2026, 5, 1), 10_000)],
            promises=[
                promise(date(2026, 6, 5), date(2026, 6, 10), 10_000),
                promise(made_on, date(2026, 6, 20), 10_000),
            ],
        ),
        date(2026, 6, 15),
    )
    assert [found.level for found in plan.promises] == [1, level]


def test_one_sum_of_money_keeps_one_promise() -> None:
    """60.00 came; the promise due first takes 50.00 of it, the next one the remaining 10.00."""
    plan = planned(
        folder(
            receivables=[receivable("A", date(2026, 5, 1), 10_000)],
            payments=[payment("P1", date(2026, 6, 9), 6_000)],
            promises=[
                promise(date(2026, 6, 1), date(2026, 6, 12), 5_000),
                promise(date(2026, 6, 1), date(2026, 6, 11), 5_000),
            ],
        )
    )
    assert [(found.due_on.day, found.state, found.kept) for found in plan.promises] == [
        (11, "kept", 5_000),
        (12, "open", 1_000),
    ]


def test_a_named_promise_covers_its_document_before_it_is_overdue() -> None:
    plan = planned(
        folder(
            receivables=[receivable("A", AS_OF + 3 * DAY, 10_000), receivable("B", AS_OF - DAY, 10_000)],
            promises=[promise(AS_OF, AS_OF + DAY, 4_000, document_nos=["A"])],
        )
    )
    assert {document.document_no: document.promised for document in plan.documents} == {"A": 4_000, "B": 0}
    assert plan.reasons["main", "invoice", "A"] == "not_overdue"


def test_open_rows_of_a_dispute_add_up_and_a_resolved_one_wins_over_the_receivable() -> None:
    plan = planned(
        folder(
            receivables=[
                receivable("A", AS_OF - DAY, 10_000),
                receivable("B", AS_OF - DAY, 10_000, disputed_minor=9_000),
                receivable("C", AS_OF - DAY, 10_000, disputed_minor=9_000),
            ],
            disputes=[
                dispute("A", AS_OF - DAY, 3_000),
                dispute("A", AS_OF, 4_000),
                dispute("A", AS_OF - DAY, 500, resolved_on=AS_OF),
                dispute("B", AS_OF - DAY, resolved_on=AS_OF),
                dispute("C", AS_OF + DAY, 1),
            ],
        )
    )
    assert {document.document_no: document.disputed for document in plan.documents} == {"A": 7_000, "B": 0, "C": 9_000}


def test_the_reason_is_the_largest_of_what_was_taken_off() -> None:
    plan = planned(
        folder(
            receivables=[
                receivable("A", AS_OF - 3 * DAY, 10_000),
                receivable("B", AS_OF - 2 * DAY, 10_000, customer_id="C2"),
            ],
            payments=[
                payment("P1", AS_OF + DAY, 7_000, recorded_on=AS_OF),
                payment("P2", AS_OF, 5_000, customer_id="C2", method="acceptance_bill", matures_on=AS_OF),
                payment("P3", AS_OF, 5_000, customer_id="C2"),
            ],
            allocations=[allocation("P2", "B", 5_000)],
            disputes=[dispute("A", AS_OF, 3_000)],
        )
    )
    assert plan.reasons["main", "invoice", "A"] == "in_transit"
    assert plan.reasons["main", "invoice", "B"] == "in_transit"


def test_retention_is_outside_overdue_through_its_due_date_and_a_gone_debtor_owes_dead_debt() -> None:
    plan = planned(
        folder(
            customers=[customer("C2", status="closed")],
            receivables=[
                receivable("A", AS_OF, 100, kind="retention"),
                receivable("B", AS_OF - DAY, 200, kind="retention"),
                receivable("D", AS_OF - DAY, 300, customer_id="C2"),
            ],
        )
    )
    assert plan.ageing == {
        (("C1", "main", "CNY"), "retention"): 100,
        (("C1", "main", "CNY"), "1-30"): 200,
        (("C2", "main", "CNY"), "1-30"): 300,
    }
    assert {document.document_no: plan.debt_class(document) for document in plan.documents} == {
        "A": "not_due",
        "B": "collecting",
        "D": "dead",
    }


def test_a_sum_below_the_tolerance_is_not_worth_a_contact_but_stays_in_the_ledger() -> None:
    """R-20: 0.99 is below 1.00; one yen is not below one yen."""
    plan = planned(
        folder(
            receivables=[
                receivable("A", AS_OF - DAY, 99),
                receivable("B", AS_OF - DAY, 1, currency="JPY", customer_id="C2"),
            ]
        )
    )
    assert plan.reasons == {("main", "invoice", "A"): "tolerance", ("main", "invoice", "B"): ""}
    assert sorted(plan.ageing.values()) == [1, 99]
