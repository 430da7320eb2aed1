"""Stories of one invoice, told by twin and engine: notices before sanctions, slots, holidays (P-1, P-2, D-711)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from .rows import activity, customer, folder, promise, receivable
from .views import SPEAKERS

STANDARD, CREDIT = "b2b-standard", "credit-15-30-60"
NOTHING: tuple[str, list[str], str, date | None] = ("", [], "", None)

pytestmark = pytest.mark.parametrize("speaker", SPEAKERS)


def told(
    speaker: str, due_date: date, as_of: date, *contacts: dict[str, Any], policy: str = STANDARD, **more: Any
) -> tuple[str, list[str], str, date | None]:
    """Return lead step, other steps, approval and the day since which the lead step is due."""
    rows = folder(customers=[customer(**more)], receivables=[receivable("A", due_date, 100_000)], activities=contacts)
    case = SPEAKERS[speaker](rows, as_of, policy).cases.get(("C1", "main"))
    return (case["step"], case["also"], case["approval"], case["due_on"]) if case else NOTHING


def test_the_lock_follows_its_warning_by_three_working_days(speaker: str) -> None:
    """D+120 is Friday 7 August: the warning. Told that day, the lock waits through Tuesday and is Wednesday's."""
    due_date = date(2026, 4, 9)
    warned = activity(date(2026, 8, 7), step="lock-warning")
    first = told(speaker, due_date, date(2026, 8, 7))
    assert first == ("lock-warning", ["gm", "manager", "supervisor"], "", date(2026, 7, 9))
    assert told(speaker, due_date, date(2026, 8, 11), warned)[:3] == ("gm", ["manager", "supervisor"], "")
    assert told(speaker, due_date, date(2026, 8, 12), warned) == (
        "lock",
        ["gm", "manager", "supervisor"],
        "boss",
        date(2026, 8, 12),
    )


def test_a_warning_that_did_not_arrive_is_still_the_step(speaker: str) -> None:
    due_date = date(2026, 4, 9)
    tried = activity(date(2026, 8, 3), step="lock-warning", outcome="bounced")
    assert told(speaker, due_date, date(2026, 8, 12), tried)[0] == "lock-warning"


def test_a_warning_of_an_earlier_episode_does_not_count(speaker: str) -> None:
    """R-23: given on the due date of the present anchor, it spoke of older debt."""
    due_date = date(2026, 4, 9)
    assert told(speaker, due_date, date(2026, 8, 12), activity(due_date, step="lock-warning"))[0] == "lock-warning"


@pytest.mark.parametrize("lock", [{"outcome": "delivered"}, {"outcome": "refused", "delivered": False}])
def test_letters_wait_for_the_lock_to_be_told_or_refused(speaker: str, lock: dict[str, Any]) -> None:
    due_date = date(2026, 4, 9)
    warned = activity(date(2026, 7, 20), step="lock-warning")
    locked = activity(date(2026, 7, 30), step="lock", **lock)
    assert told(speaker, due_date, date(2026, 8, 12), warned)[0] == "lock"
    assert told(speaker, due_date, date(2026, 8, 12), warned, locked) == (
        "letters",
        ["gm", "manager", "supervisor"],
        "boss",
        date(2026, 7, 30),
    )


def test_letters_wait_for_their_own_day(speaker: str) -> None:
    """The lock was told on D+95; D+105 is Wednesday 12 August."""
    due_date = date(2026, 4, 29)
    done = [activity(date(2026, 7, 29), step="lock-warning"), activity(date(2026, 8, 2), step="lock")]
    assert told(speaker, due_date, date(2026, 8, 11), *done)[0] == "gm"
    assert told(speaker, due_date, date(2026, 8, 12), *done)[0] == "letters"


def test_the_lawyers_letter_follows_the_letters_by_fifteen_days(speaker: str) -> None:
    due_date = date(2026, 3, 2)
    done = [
        activity(date(2026, 6, 20), step="lock-warning"),
        activity(date(2026, 7, 1), step="lock"),
        activity(date(2026, 7, 28), step="letters", outcome="signed"),
    ]
    assert told(speaker, due_date, date(2026, 8, 11), *done)[0] == "gm"
    assert told(speaker, due_date, date(2026, 8, 12), *done)[::2] == ("lawyer-letter", "boss")
    sent = activity(date(2026, 8, 12), step="lawyer-letter", outcome="signed")
    assert told(speaker, due_date, date(2026, 8, 13), *done, sent)[0] == "gm"


def test_a_contact_meets_its_slot_and_no_other(speaker: str) -> None:
    """Due Sunday 9 August: slots Monday (D+1), Wednesday (D+3), Friday (D+5), Sunday (D+7); then daily."""
    due_date = date(2026, 8, 9)
    monday, wednesday = activity(date(2026, 8, 10)), activity(date(2026, 8, 12))
    assert told(speaker, due_date, date(2026, 8, 10)) == ("follow-1", [], "", date(2026, 8, 10))
    assert told(speaker, due_date, date(2026, 8, 11)) == ("follow-1", [], "", date(2026, 8, 10))
    assert told(speaker, due_date, date(2026, 8, 11), monday) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 12), monday) == ("follow-1", [], "", date(2026, 8, 12))
    assert told(speaker, due_date, date(2026, 8, 13), wednesday) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 14), wednesday) == ("follow-1", [], "", date(2026, 8, 14))
    assert told(speaker, due_date, date(2026, 8, 17), activity(date(2026, 8, 16))) == (
        "follow-2",
        [],
        "",
        date(2026, 8, 17),
    )


def test_an_attempt_meets_nothing(speaker: str) -> None:
    due_date = date(2026, 8, 9)
    for outcome in ("not_reached", "wrong_person", "bounced", "absent", None):
        tried = activity(date(2026, 8, 10), outcome=outcome)
        assert told(speaker, due_date, date(2026, 8, 11), tried)[0] == "follow-1"


def test_internal_escalations_are_met_by_their_own_record_each_week(speaker: str) -> None:
    """Due 8 July: D+31 is Saturday 8 August, so the manager is asked on Monday; the week counts from D+31."""
    due_date = date(2026, 7, 8)
    asked = activity(date(2026, 8, 10), step="manager")
    called = activity(date(2026, 8, 10))
    assert told(speaker, due_date, date(2026, 8, 10), called) == ("manager", [], "", date(2026, 8, 10))
    assert told(speaker, due_date, date(2026, 8, 11), asked, called) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 13), asked, activity(date(2026, 8, 12))) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 17), asked, activity(date(2026, 8, 17))) == (
        "manager",
        [],
        "",
        date(2026, 8, 17),
    )


def test_a_talk_inside_the_house_is_no_contact_with_the_customer(speaker: str) -> None:
    due_date = date(2026, 7, 8)
    asked = activity(date(2026, 8, 10), step="manager")
    assert told(speaker, due_date, date(2026, 8, 11), asked)[0] == "supervisor"


def test_the_supervisor_counts_working_days_over_national_day(speaker: str) -> None:
    """D+15 is 2 October: the first working day is the 8th, then Saturday the 10th (make-up day), then the 13th."""
    due_date = date(2026, 9, 17)
    first, second = activity(date(2026, 10, 8)), activity(date(2026, 10, 10))
    assert told(speaker, due_date, date(2026, 10, 7)) == NOTHING
    assert told(speaker, due_date, date(2026, 10, 8)) == ("supervisor", [], "", date(2026, 10, 8))
    assert told(speaker, due_date, date(2026, 10, 9), first) == NOTHING
    assert told(speaker, due_date, date(2026, 10, 10), first) == ("supervisor", [], "", date(2026, 10, 10))
    assert told(speaker, due_date, date(2026, 10, 12), second) == NOTHING
    assert told(speaker, due_date, date(2026, 10, 13), second) == ("supervisor", [], "", date(2026, 10, 13))


def test_what_is_unmet_stays_due_over_the_weekend(speaker: str) -> None:
    """R-24, R-27: D+3 is a Saturday and comes on Monday; until then Thursday's slot, D+1, is still to be met."""
    due_date = date(2026, 8, 12)
    for day in (13, 14, 15, 16):
        assert told(speaker, due_date, date(2026, 8, day)) == ("follow-1", [], "", date(2026, 8, 13))
    assert told(speaker, due_date, date(2026, 8, 15), activity(date(2026, 8, 14))) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 17), activity(date(2026, 8, 14))) == (
        "follow-1",
        [],
        "",
        date(2026, 8, 17),
    )


def test_a_reminder_rolls_back_before_the_holiday(speaker: str) -> None:
    """Due Monday 12 October: D−7 is 5 October, a holiday, so the reminder is 30 September's."""
    due_date = date(2026, 10, 12)
    assert told(speaker, due_date, date(2026, 9, 29)) == NOTHING
    assert told(speaker, due_date, date(2026, 9, 30)) == ("remind", [], "", date(2026, 9, 30))
    assert told(speaker, due_date, date(2026, 10, 8)) == ("remind", [], "", date(2026, 9, 30))
    assert told(speaker, due_date, date(2026, 10, 8), activity(date(2026, 9, 30))) == NOTHING


def test_overdue_tasks_roll_over_spring_festival(speaker: str) -> None:
    """Due Friday 13 February 2026: D+1 is Saturday the 14th, a make-up day; the 15th to the 23rd are free."""
    due_date = date(2026, 2, 13)
    assert told(speaker, due_date, date(2026, 2, 14)) == ("follow-1", [], "", date(2026, 2, 14))
    assert told(speaker, due_date, date(2026, 2, 24)) == ("follow-2", [], "", date(2026, 2, 24))
    assert told(speaker, date(2026, 2, 14), date(2026, 2, 15)) == NOTHING
    assert told(speaker, date(2026, 2, 14), date(2026, 2, 23)) == NOTHING


def test_an_unpublished_year_has_plain_weekends(speaker: str) -> None:
    """2 January 2027 is a Saturday; nothing is known of New Year's Day, a Friday."""
    assert told(speaker, date(2026, 12, 31), date(2027, 1, 1)) == ("follow-1", [], "", date(2027, 1, 1))
    assert told(speaker, date(2027, 1, 1), date(2027, 1, 2)) == NOTHING
    assert told(speaker, date(2027, 1, 1), date(2027, 1, 4)) == ("follow-1", [], "", date(2027, 1, 4))


def test_general_phones_every_three_days_once_the_notice_was_delivered(speaker: str) -> None:
    """P-2, R-26: due 2 August; D+1 is Monday the 3rd; slots D+1, 4, 7, 10, 13."""
    due_date = date(2026, 8, 2)
    notice = activity(date(2026, 8, 3), step="payment-notice", outcome="delivered")
    called = activity(date(2026, 8, 6))
    for as_of in (date(2026, 8, 3), date(2026, 8, 7)):
        assert told(speaker, due_date, as_of, called, policy=CREDIT)[0] == "payment-notice"
    assert told(speaker, due_date, date(2026, 8, 5), notice, policy=CREDIT) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 6), notice, policy=CREDIT) == ("general", [], "", date(2026, 8, 6))
    assert told(speaker, due_date, date(2026, 8, 7), notice, called, policy=CREDIT) == NOTHING


@pytest.mark.parametrize(
    ("days", "step", "approval"), [(16, "serious", "credit_manager"), (31, "doubtful", "gm"), (61, "grave", "boss")]
)
def test_the_sanctions_of_credit_management_follow_the_notice(
    speaker: str, days: int, step: str, approval: str
) -> None:
    as_of = date(2026, 8, 12)
    due_date = as_of - timedelta(days=days)
    notice = activity(due_date + timedelta(days=3), step="payment-notice", outcome="delivered")
    done, refused = activity(as_of, step=step), activity(as_of, step=step, outcome="refused", delivered=False)
    assert told(speaker, due_date, as_of, notice, policy=CREDIT) == (step, [], approval, as_of)
    assert told(speaker, due_date, as_of, notice, activity(as_of), policy=CREDIT)[0] == step
    assert told(speaker, due_date, as_of, notice, done, policy=CREDIT) == NOTHING
    assert told(speaker, due_date, as_of, notice, refused, policy=CREDIT) == NOTHING


def test_monthly_customers_are_within_term_until_the_tenth_day(speaker: str) -> None:
    """P-2: on D+10 still `within`, on D+11 `general`; the sixteenth day stays the sixteenth."""
    due_date = date(2026, 8, 2)
    asked = activity(date(2026, 7, 31))

    def told_on(day: int, *contacts: dict[str, Any]) -> str:
        rows = folder(
            customers=[customer(terms="月结30")],
            receivables=[receivable("A", due_date, 100_000)],
            activities=contacts,
        )
        return str(SPEAKERS[speaker](rows, date(2026, 8, day), CREDIT).items["main", "invoice", "A"]["rung"])

    assert [told_on(day) for day in (2, 3, 12, 13, 17, 18)] == [
        "within",
        "within",
        "within",
        "general",
        "general",
        "serious",
    ]
    rows = folder(
        customers=[customer(terms="月结30")],
        receivables=[receivable("A", due_date, 100_000)],
        activities=[asked],
    )
    assert SPEAKERS[speaker](rows, date(2026, 8, 12), CREDIT).cases == {}
    assert SPEAKERS[speaker](rows, date(2026, 8, 13), CREDIT).cases["C1", "main"]["step"] == "payment-notice"


def test_a_habitual_delayer_is_visited_by_the_rep(speaker: str) -> None:
    rows = folder(customers=[customer(habitual_delayer=True)], receivables=[receivable("A", date(2026, 8, 9), 100_000)])
    case = SPEAKERS[speaker](rows, date(2026, 8, 10), STANDARD).cases["C1", "main"]
    assert (case["step"], case["action"], case["role"]) == ("follow-1", "visit", "rep")


def test_a_word_of_payment_pauses_three_working_days_and_is_then_verified(speaker: str) -> None:
    """R-19: said on Friday 7 August: paused through Tuesday the 11th, verified from Wednesday the 12th."""
    word = activity(date(2026, 8, 7), outcome="says_paid")
    answer, attempt = (
        activity(date(2026, 8, 10), outcome="stalling"),
        activity(date(2026, 8, 10), outcome="not_reached"),
    )
    due_date = date(2026, 7, 20)
    assert told(speaker, due_date, date(2026, 8, 11), word) == NOTHING
    assert told(speaker, due_date, date(2026, 8, 12), word)[::3] == ("verify", date(2026, 8, 12))
    assert told(speaker, due_date, date(2026, 8, 12), word, attempt)[0] == "verify"
    assert told(speaker, due_date, date(2026, 8, 12), word, answer)[0] == "supervisor"


def test_two_failed_promises_call_the_supervisor(speaker: str) -> None:
    """D-1009: due 2 August, promised for the 3rd and the 4th, nothing came; on D+10 the supervisor is called too."""
    rows = folder(
        receivables=[receivable("A", date(2026, 8, 2), 100_000)],
        promises=[promise(date(2026, 8, 1), date(2026, 8, day), 50_000) for day in (3, 4)],
    )
    case = SPEAKERS[speaker](rows, date(2026, 8, 12), STANDARD).cases["C1", "main"]
    assert (case["step"], case["also"], case["lane"]) == ("follow-2", ["supervisor"], "hard")
    rows["promises"].pop()
    case = SPEAKERS[speaker](rows, date(2026, 8, 12), STANDARD).cases["C1", "main"]
    assert (case["step"], case["also"], case["lane"]) == ("follow-2", [], "hard")
