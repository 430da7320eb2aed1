"""The twin's ladders on every boundary day and through the stories of the contract."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from .boundaries import CREDIT_BOUNDARIES, STANDARD_BOUNDARIES, Boundary
from .reference import ReferenceCase, reference_plan
from .rows import activity, customer, folder, receivable
from .working_days import is_working_day, rolled_back, rolled_forward, working_days_after

# A Wednesday with twenty working days of nothing but weekends on both sides.
AS_OF = date(2026, 8, 12)


def judged(days: int, *contacts: dict[str, Any], policy: str = "b2b-standard", **more: Any) -> ReferenceCase:
    rows = folder(
        customers=[customer(**more)],
        receivables=[receivable("A", AS_OF - timedelta(days=days), 100_000)],
        activities=contacts,
    )
    return reference_plan(rows, as_of=AS_OF, policy=policy).cases["C1", "main"]


def summary(case: ReferenceCase) -> Boundary:
    if not case.lead:
        return case.rung, "", (), "", "", ""
    return case.rung, case.lead, tuple(case.also), case.action, case.role, case.approval


@pytest.mark.parametrize("days", STANDARD_BOUNDARIES)
def test_every_boundary_day_of_the_standard_ladder(days: int) -> None:
    assert summary(judged(days)) == STANDARD_BOUNDARIES[days]


@pytest.mark.parametrize("days", CREDIT_BOUNDARIES)
def test_every_boundary_day_of_the_credit_ladder(days: int) -> None:
    assert summary(judged(days, policy="credit-15-30-60")) == CREDIT_BOUNDARIES[days]


def test_the_year_of_2026_has_its_holidays_and_make_up_saturdays() -> None:
    assert not is_working_day(date(2026, 2, 16))
    assert is_working_day(date(2026, 2, 14))
    assert is_working_day(date(2026, 10, 10))
    assert is_working_day(date(2027, 1, 1))
    assert not is_working_day(date(2027, 1, 2))
    assert rolled_forward(date(2026, 10, 1)) == date(2026, 10, 8)
    assert rolled_back(date(2026, 2, 20)) == date(2026, 2, 14)
    assert working_days_after(date(2026, 2, 13), 3) == date(2026, 2, 25)


def test_letters_are_due_once_the_lock_was_told_or_refused_and_the_lawyer_follows_15_days_later() -> None:
    def day(number: int) -> date:
        return AS_OF - timedelta(days=130 - number)

    warned = activity(day(91), step="lock-warning")
    locked = activity(day(98), step="lock")
    refused = activity(day(98), step="lock", outcome="refused", delivered=False)
    letters = activity(day(115), step="letters")
    assert judged(130, warned).lead == "lock"
    assert judged(130, warned, locked).lead == "letters"
    assert judged(130, warned, refused).lead == "letters"
    assert judged(130, warned, locked, letters).lead == "lawyer-letter"
    assert judged(129, warned, locked, activity(day(116), step="letters")).lead == "gm"


def test_a_habitual_delayer_is_visited_by_the_rep() -> None:
    case = judged(5, habitual_delayer=True)
    assert (case.lead, case.action, case.role) == ("follow-1", "visit", "rep")


def test_a_word_of_payment_pauses_three_working_days_and_is_then_verified() -> None:
    """R-19: said on Friday the 7th: paused through Tuesday the 11th, verified from Wednesday the 12th."""
    assert judged(20, activity(date(2026, 8, 10), outcome="says_paid")).paused_until == date(2026, 8, 12)
    case = judged(20, activity(date(2026, 8, 7), outcome="says_paid"))
    assert (case.lead, case.action, case.due_on, case.also) == ("verify", "verify", date(2026, 8, 12), ["supervisor"])
    later = activity(date(2026, 8, 10), outcome="stalling")
    assert judged(20, activity(date(2026, 8, 7), outcome="says_paid"), later).verify_on is None
    attempt = activity(date(2026, 8, 10), outcome="not_reached")
    assert judged(20, activity(date(2026, 8, 7), outcome="says_paid"), attempt).lead == "verify"


def test_monthly_customers_are_within_term_until_the_tenth_day() -> None:
    within = judged(10, policy="credit-15-30-60", terms="月结30")
    assert (within.rung, within.lead) == ("within", "within")
    general = judged(11, policy="credit-15-30-60", terms="月结30")
    assert (general.rung, general.lead) == ("general", "payment-notice")
