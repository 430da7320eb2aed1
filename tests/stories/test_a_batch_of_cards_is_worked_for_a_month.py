"""P-5: four weekly nodes from the batch date, a supervisor's review at each, reports at the end.

due 2026-06-08 (Monday)   batch of 2026-09-07 (Monday): day 91 is B+0
"""

from __future__ import annotations

from datetime import date

import pytest

from tests.stories.ladder_days import DUE, done, plan_on, rung_on, steps_on

P5 = "card-agency"
BATCH = date(2026, 9, 7)
B = (BATCH - DUE).days


@pytest.mark.parametrize(
    ("day", "rung"),
    [
        (-1, ""),
        (0, "w1-phone"),
        (6, "w1-phone"),
        (7, "w2-phone"),
        (13, "w2-phone"),
        (14, "w3-visit"),
        (20, "w3-visit"),
        (21, "w4-report"),
        (90, "w4-report"),
    ],
)
def test_each_node_begins_a_week_after_the_last(day: int, rung: str) -> None:
    assert rung_on(P5, B + day, batch_on=BATCH) == rung


@pytest.mark.parametrize(
    ("day", "row", "review"),
    [
        (0, ("w1-phone", "contact", "collector", ""), "w1-review"),
        (7, ("w2-phone", "contact", "collector", ""), "w2-review"),
        (14, ("w3-visit", "visit", "field_collector", ""), "w3-review"),
        (21, ("w4-report", "escalate", "manager", ""), "w4-review"),
    ],
)
def test_the_week_has_its_step_and_its_review(day: int, row: tuple[str, ...], review: str) -> None:
    plan = plan_on(P5, B + day, batch_on=BATCH)
    assert plan.worklist.select("step", "action", "role", "approval").rows() == [row]
    assert plan.worklist["also"].to_list() == [[review]]


def test_a_delivered_call_meets_the_week_and_the_review_meets_itself() -> None:
    called = done(B, "w1-phone")
    assert steps_on(P5, B + 1, called, batch_on=BATCH) == [("w1-review", "escalate", "supervisor", "")]
    reviewed = done(B + 1, "w1-review", "email", "delivered")
    assert steps_on(P5, B + 2, called, reviewed, batch_on=BATCH) == []
    assert steps_on(P5, B + 7, called, reviewed, batch_on=BATCH)[0][0] == "w2-phone"


def test_what_the_bank_did_before_the_batch_does_not_count() -> None:
    before = (done(B - 3, "w1-phone"), done(B - 3, "w1-review", "email", "delivered"))
    plan = plan_on(P5, B, *before, batch_on=BATCH)
    assert plan.worklist.select("step", "also").rows() == [("w1-phone", ["w1-review"])]


def test_a_document_without_a_batch_date_counts_from_its_due_date_and_says_so() -> None:
    plan = plan_on(P5, 8)
    assert plan.items["rung"].to_list() == ["w2-phone"]
    problems = plan.problems.select("table", "column", "value", "code", "severity").rows()
    assert problems == [("receivables", "batch_on", "INV-1", "batch_date_missing", "warning")]


def test_with_a_batch_date_there_is_nothing_to_say() -> None:
    assert plan_on(P5, B, batch_on=BATCH).problems.is_empty()


ASKED = done(B + 2, "special-request", "inbound", "") | {"delivered": False, "outcome": None}
WEEK_ONE = (done(B, "w1-phone"), done(B + 1, "w1-review", "email", "delivered"))


def test_a_special_request_of_the_client_waits_for_the_supervisor() -> None:
    """Recorded on the third day: it stands beside the week's contact, in every week, until it is decided."""
    plan = plan_on(P5, B + 3, *WEEK_ONE, ASKED, batch_on=BATCH)
    row = ("special-request", "propose", "collector", "supervisor")
    assert plan.worklist.select("step", "action", "role", "approval").rows() == [row]
    next_week = plan_on(P5, B + 7, *WEEK_ONE, ASKED, batch_on=BATCH).worklist
    assert next_week.select("step", "also").rows() == [("w2-phone", ["w2-review", "special-request"])]


@pytest.mark.parametrize("outcome", ["delivered", "refused"])
def test_a_special_request_ends_with_the_yes_or_the_no_on_file(outcome: str) -> None:
    decided = done(B + 3, "special-request", "email", outcome)
    assert steps_on(P5, B + 4, *WEEK_ONE, ASKED, decided, batch_on=BATCH) == []


def test_without_a_request_nothing_is_asked_of_the_supervisor() -> None:
    assert steps_on(P5, B + 3, *WEEK_ONE, batch_on=BATCH) == []
