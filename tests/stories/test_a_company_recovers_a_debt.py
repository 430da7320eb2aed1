"""P-7 from the check of the claim to enforcement: every rung with its boundary days (due Monday 2026-06-08)."""

from __future__ import annotations

import pytest

from tests.stories.ladder_days import done, plan_on, rung_on, steps_on

P7 = "debt-recovery"
SMALL, MEDIUM, LARGE = 499_999, 1_000_000, 50_000_000  # fen; the thresholds are 5,000 and 500,000
VERIFY = ("verify", "verify", "collector", "")
NOTICE = ("notice", "contact", "collector", "")
NEGOTIATE = ("negotiate", "contact", "supervisor", "")
SUIT = ("suit", "propose", "legal", "boss")
ENFORCE = ("enforce", "escalate", "legal", "")
CHECKED = done(1, "verify", "email", "confirmed")
NOTIFIED = (CHECKED, done(8, "notice", "letter", "signed"))


@pytest.mark.parametrize(
    ("day", "rung"),
    [
        (0, ""),
        (1, "verify"),
        (7, "verify"),
        (8, "notice"),
        (23, "notice"),
        (24, "negotiate"),
        (60, "negotiate"),
        (61, "suit"),
    ],
)
def test_each_rung_begins_on_its_day(day: int, rung: str) -> None:
    assert rung_on(P7, day, amount_minor=MEDIUM) == rung


@pytest.mark.parametrize(("day", "rung"), [(30, "negotiate"), (31, "suit")])
def test_a_large_amount_goes_to_law_early(day: int, rung: str) -> None:
    assert rung_on(P7, day, amount_minor=LARGE) == rung


def test_each_step_waits_for_what_comes_before() -> None:
    assert steps_on(P7, 1, amount_minor=MEDIUM) == [VERIFY]
    assert steps_on(P7, 8, CHECKED, amount_minor=MEDIUM) == [NOTICE]
    assert steps_on(P7, 24, CHECKED, amount_minor=MEDIUM) == [NOTICE]
    assert steps_on(P7, 24, *NOTIFIED, amount_minor=MEDIUM) == [NEGOTIATE]
    assert steps_on(P7, 63, CHECKED, amount_minor=MEDIUM) == [NOTICE]
    assert steps_on(P7, 63, *NOTIFIED, amount_minor=MEDIUM) == [SUIT]


def test_the_last_date_of_the_notice_is_waited_for() -> None:
    """Delivered on day 50: fifteen days later is day 65."""
    late = (CHECKED, done(50, "notice", "letter", "signed"), done(59, "negotiate", outcome="stalling"))
    assert steps_on(P7, 64, *late, amount_minor=MEDIUM) == []
    assert steps_on(P7, 65, *late, amount_minor=MEDIUM) == [SUIT]


def test_a_small_amount_gets_the_letter_only() -> None:
    assert steps_on(P7, 63, CHECKED, amount_minor=SMALL) == [NOTICE]
    assert steps_on(P7, 63, *NOTIFIED, amount_minor=SMALL) == []


def test_enforcement_is_begun_by_hand_and_followed_up_by_the_month() -> None:
    title = (*NOTIFIED, done(64, "suit", "letter", "delivered"), done(100, "enforce", "email", "delivered"))
    assert rung_on(P7, 99, *title, amount_minor=MEDIUM) == "suit"
    assert rung_on(P7, 100, *title, amount_minor=MEDIUM) == "enforce"
    assert steps_on(P7, 129, *title, amount_minor=MEDIUM) == []
    assert steps_on(P7, 130, *title, amount_minor=MEDIUM) == [ENFORCE]


def test_a_payment_to_verify_is_not_taken_for_the_check_of_the_claim() -> None:
    says_paid = done(3, "verify", "phone", "says_paid")
    row = plan_on(P7, 9, says_paid, amount_minor=MEDIUM).worklist.row(0, named=True)
    assert (row["lane"], row["step"], row["template"]) == ("hard", "verify", "verify-payment")
    assert row["also"] == ["notice"]
