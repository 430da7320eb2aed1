"""``skipped.until`` of a case between two steps is the last day with nothing to do (R-02, R-27)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.engine.folder_rows import AS_OF, activity, invoice, planned, row_of

# AS_OF is Friday 20 November 2026.
CASES = {
    "the next slot is a Saturday and done on Monday": ("b2b-standard", 4, [1], {}, date(2026, 11, 22)),
    "the next rung is a Sunday, too": ("b2b-standard", 6, [1], {}, date(2026, 11, 22)),
    "no step is active until the grace is over": ("grace-by-credit", 6, [], {"grade": "A"}, date(2026, 11, 24)),
    "the first contact after the grace rolls forward": ("grace-by-credit", 4, [], {"grade": "B"}, date(2026, 11, 23)),
}


@pytest.mark.parametrize(("policy", "overdue", "contacts", "customer", "until"), CASES.values(), ids=CASES)
def test_nothing_is_due_until_then_and_something_is_the_day_after(policy, overdue, contacts, customer, until):
    tables = {
        "customers": [{"customer_id": "C1", "name": "C1", **customer}],
        "receivables": [invoice("INV", overdue=overdue)],
        "activities": [activity(day) for day in contacts],
    }
    waits = row_of(planned(policy=policy, **tables).skipped, customer_id="C1", document_no="")
    assert (waits["reason"], waits["until"]) == ("interval_not_passed", until)
    assert planned(until, policy, **tables).worklist.is_empty()
    assert planned(until + timedelta(days=1), policy, **tables).worklist["customer_id"].to_list() == ["C1"]


def test_a_rung_that_begins_before_the_next_weekly_slot_ends_the_pause():
    """Day 60 of P-7: negotiated on Thursday (day 59, the next is day 66); the suit of day 61 is Monday's."""
    records = [activity(55, step="verify"), activity(50, step="notice", channel="letter", outcome="signed")]
    tables = {
        "receivables": [invoice("INV", overdue=60, amount=1_000_000)],
        "activities": [*records, activity(1, step="negotiate")],
    }
    assert row_of(planned(policy="debt-recovery", **tables).skipped, document_no="")["until"] == date(2026, 11, 22)
    monday = planned(date(2026, 11, 23), "debt-recovery", **tables)
    assert monday.worklist["step"].to_list() == ["suit"]


def test_a_ladder_with_nothing_to_come_is_looked_at_every_day():
    """A small claim by P-7: after the letter there is only enforcement, which begins by hand."""
    letters = [activity(40, step="verify"), activity(30, step="notice", channel="letter", outcome="signed")]
    plan = planned(policy="debt-recovery", receivables=[invoice("INV", overdue=45)], activities=letters)
    assert row_of(plan.skipped, customer_id="C1", document_no="")["until"] == AS_OF
