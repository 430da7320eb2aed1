"""Promises judged from the money that came (lesson 18, D-1002, R-13, R-14)."""

from datetime import date, datetime

import pytest

from tests.engine.folder_rows import ago, allocation, invoice, payment, planned, promise, row_of


@pytest.mark.parametrize(("as_of", "state"), [(date(2026, 11, 13), "open"), (date(2026, 11, 14), "partly")])
def test_sixty_of_a_hundred_is_partly_kept_decided_the_day_after_the_tolerance(as_of, state):
    """100 promised for the 10th, tolerance 3; 60 paid on the 12th -> partly kept on the 14th; the next is level 2."""
    plan = planned(
        as_of,
        receivables=[invoice("A", overdue=40, amount=10_000)],
        payments=[{**payment("P1", received=0, amount=6_000), "received_on": date(2026, 11, 12)}],
        promises=[
            {**promise(made=0, due=0, amount=10_000), "made_on": date(2026, 11, 5), "due_on": date(2026, 11, 10)},
        ],
    )
    assert row_of(plan.promises, level=1)["state"] == state
    assert row_of(plan.promises, level=1)["kept_minor"] == 6_000


def test_the_level_counts_failures_decided_before_the_promise_was_made():
    plan = planned(
        receivables=[invoice("A", overdue=60)],
        promises=[
            promise(made=40, due=30, amount=10_000),
            promise(made=27, due=20, amount=10_000),
            promise(made=26, due=19, amount=10_000),
            promise(made=2, due=-2, amount=10_000),
        ],
    )
    judged = plan.promises.sort("due_on").select("state", "level").rows()
    # The first was decided 26 days ago; made on its last day, the second does not know it yet.
    assert judged == [("broken", 1), ("broken", 1), ("broken", 2), ("open", 4)]


def test_one_sum_of_money_keeps_one_promise():
    plan = planned(
        receivables=[invoice("A", overdue=60)],
        payments=[payment("P1", received=20, amount=10_000)],
        promises=[promise(made=30, due=15, amount=10_000), promise(made=30, due=10, amount=10_000)],
    )
    assert plan.promises.sort("due_on")["state"].to_list() == ["kept", "broken"]


def test_a_promise_that_names_documents_is_kept_by_their_money_or_by_unallocated_money():
    plan = planned(
        receivables=[invoice("A", overdue=60), invoice("B", overdue=50)],
        payments=[payment("P1", received=20, amount=10_000), payment("P2", received=19, amount=4_000)],
        allocations=[allocation("P1", "A", 10_000)],
        promises=[promise(made=30, due=15, amount=5_000, document_nos=["B"])],
    )
    only = plan.promises.row(0, named=True)
    assert (only["state"], only["kept_minor"]) == ("partly", 4_000)


def test_fulfilled_early_is_kept_at_once():
    plan = planned(
        receivables=[invoice("A", overdue=60)],
        payments=[payment("P1", received=1, amount=10_000)],
        promises=[promise(made=2, due=-5, amount=10_000)],
    )
    assert plan.promises["state"].to_list() == ["kept"]


def test_a_broken_promise_is_chased_first_until_somebody_has_spoken_to_the_customer():
    broken = {
        "receivables": [invoice("A", overdue=20), invoice("B", overdue=20, amount=900_000_000, customer_id="C2")],
        "promises": [promise(made=10, due=5, amount=100_000)],
    }
    plan = planned(**broken)
    first = plan.worklist.row(0, named=True)
    assert (first["customer_id"], first["lane"], first["reasons"][0]) == ("C1", "hard", "promise_broken")
    assert (first["promise_due_on"], first["promise_minor"], first["action"]) == (ago(5), 100_000, "contact")
    spoken = planned(
        **broken,
        activities=[
            {
                "customer_id": "C1",
                "entity": "main",
                "at": datetime(2026, 11, 19, 9),
                "channel": "phone",
                "outcome": "stalling",
            }
        ],
    )
    assert "hard" not in spoken.worklist["lane"].to_list()


def test_a_promise_due_today_is_checked_at_the_bank_and_not_chased():
    plan = planned(receivables=[invoice("A", overdue=20)], promises=[promise(made=10, due=0, amount=100_000)])
    only = plan.worklist.row(0, named=True)
    assert (only["step"], only["action"], only["lane"], only["eligible_minor"]) == ("verify", "verify", "hard", 0)
    assert only["reasons"][0] == "promise_due"
