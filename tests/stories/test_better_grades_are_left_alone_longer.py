"""P-6 from the confirmation before the due date to the agency: every rung with its boundary days.

due Monday 2026-06-08    -5 wd: day -7    -3 wd: day -5    grace: A 10, B 7, C 5, D 3, E 0
without a grade: first on day 1, follow from the third working day after it (day 4)
"""

from __future__ import annotations

import pytest

from tests.engine.folder_rows import Row
from tests.stories.ladder_days import done, plan_on, rung_on, steps_on

P6 = "grace-by-credit"
BEFORE = ("before", "contact", "collector", "")
FIRST = ("first", "contact", "collector", "")
FOLLOW = ("follow", "contact", "collector", "")
DETER = ("deter", "propose", "manager", "gm")
LEGAL = ("legal", "propose", "legal", "boss")
AGENCY = ("agency", "propose", "manager", "boss")


@pytest.mark.parametrize(
    ("day", "rung"),
    [
        (-8, ""),
        (-7, "before"),
        (0, "before"),
        (1, "first"),
        (3, "first"),
        (4, "follow"),
        (30, "follow"),
        (31, "deter"),
        (90, "deter"),
        (91, "legal"),
        (180, "legal"),
        (181, "agency"),
    ],
)
def test_each_rung_begins_on_its_day(day: int, rung: str) -> None:
    assert rung_on(P6, day) == rung


@pytest.mark.parametrize(("grade", "first"), [("A", 11), ("B", 8), ("C", 6), ("D", 4), ("E", 1), (None, 1)])
def test_the_grade_gives_the_days_before_the_first_contact(grade: str | None, first: int) -> None:
    customer = {"grade": grade}
    assert rung_on(P6, first - 1, customer=customer) == "before"
    assert rung_on(P6, first, customer=customer) == "first"


def test_the_customers_own_days_of_grace_win_over_the_grade() -> None:
    customer = {"grade": "A", "grace_days": 2}
    assert [rung_on(P6, day, customer=customer) for day in (2, 3)] == ["before", "first"]


def test_a_long_grace_is_not_cut_short_by_the_deterrence() -> None:
    customer = {"grace_days": 45}
    assert [rung_on(P6, day, customer=customer) for day in (31, 45, 46, 47)] == ["before", "before", "first", "deter"]


def test_within_the_grace_nobody_is_asked_for_money() -> None:
    assert steps_on(P6, 5, customer={"grade": "A"}) == []
    assert steps_on(P6, 14, customer={"grade": "A"}) == [FIRST]  # day 11 is a holiday, day 14 the Monday after


def test_the_confirmation_is_asked_again_only_when_it_did_not_arrive() -> None:
    assert steps_on(P6, -7) == [BEFORE]
    unreached = done(-7, "before", outcome="not_reached")
    assert steps_on(P6, -5, unreached) == [BEFORE]
    assert steps_on(P6, -5, done(-7, "before", outcome="confirmed")) == []


def test_follow_up_comes_every_three_working_days_by_another_channel() -> None:
    """Slots on Friday 12, Wednesday 17 and, past the holiday of the 19th, Tuesday 23 June."""
    first = done(1, "first")
    channels = {day: plan_on(P6, day, first).worklist["channels"].to_list() for day in (4, 9, 15, 18)}
    assert channels == {4: [["phone"]], 9: [["email"]], 15: [["wecom"]], 18: [["letter"]]}
    assert steps_on(P6, 8, first, done(4, "follow")) == []
    assert steps_on(P6, 9, first, done(4, "follow")) == [FOLLOW]


FIRST_DONE = done(1, "first")
DETERRED = (FIRST_DONE, done(32, "deter", "letter", "signed"))


@pytest.mark.parametrize(
    ("day", "records", "row"),
    [
        (31, (), FIRST),  # the first contact was never delivered: it stands in the place of the sanction (D-709)
        (31, (FIRST_DONE,), DETER),
        (91, (FIRST_DONE,), DETER),
        (91, DETERRED, LEGAL),
        (91, (FIRST_DONE, done(32, "deter", "letter", "refused")), LEGAL),
        (183, DETERRED, AGENCY),
    ],
)
def test_a_severe_step_waits_for_the_one_before(day: int, records: tuple[Row, ...], row: tuple[str, ...]) -> None:
    assert steps_on(P6, day, *records)[0] == row


def test_a_malicious_debtor_goes_to_the_agency_when_a_person_says_so() -> None:
    assert rung_on(P6, 40, FIRST_DONE) == "deter"
    assert rung_on(P6, 40, FIRST_DONE, done(38, "agency", "letter", "delivered")) == "agency"
