"""Every condition of the ladder has a day on which it comes true, and a case in which it does not.

As-of day of all of them: Friday 2026-11-20. The row is one item:

    issued 2026-10-10   due 2026-11-09 (Monday)   handed over in the batch of 2026-11-16   5 days of grace
    to ask for 8,000    contacts: 11-09 phone reached, 11-11 phone not reached, 11-12 e-mail reached,
                        11-13 phone reached, 11-17 phone not reached;   record: 11-18 enforce
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from huikuan.engine.calendars import working_calendar
from huikuan.engine.ladder.conditions import CONDITIONS, Scene, Today, begins_on
from huikuan.engine.ladder.document import Policy, Rung, When

AS_OF = date(2026, 11, 20)
CALENDAR = working_calendar(date(2026, 9, 1), date(2027, 3, 1))
WORDS = {"zh": "字", "en": "word"}


def november(day: int) -> date:
    return date(2026, 11, day)


CONTACTS = [
    (november(9), "phone", True),
    (november(11), "phone", False),
    (november(12), "email", True),
    (november(13), "phone", True),
    (november(17), "phone", False),
]
ROW = {
    "case_no": 0,
    "due_date": november(9),
    "issue_date": date(2026, 10, 10),
    "batch_on": november(16),
    "grace_days": 5,
    "claim_major": 8000.0,
}


def rung(rung_id: str, begins: When) -> Rung:
    return Rung(rung_id, WORDS, begins, WORDS, "S3", steps=())  # type: ignore[arg-type]


def scene(**changed: object) -> Scene:
    rungs = (rung("trace-1", When("day", 1)), rung("first", When("conversations", 1)))
    policy = Policy("ours", 1, WORDS, "S3", AS_OF, rungs)  # type: ignore[arg-type]
    contacts = pl.DataFrame(CONTACTS, schema=["on", "channel", "is_delivered"], orient="row")
    records = pl.DataFrame(
        {"case_no": [0], "step": ["enforce"], "on": [november(18)], "is_delivered": [True], "is_refusal": [False]}
    )
    today = Today(AS_OF, CALENDAR, AS_OF, records, contacts.with_columns(case_no=pl.lit(0)))
    days = dict.fromkeys(("due_date", "issue_date", "batch_on"), pl.Date)
    return Scene(pl.DataFrame([ROW | changed], schema_overrides=days), policy, today)


def day_of(when: When, **changed: object) -> date | None:
    found: date | None = begins_on(when, scene(**changed))[0]
    return found


@pytest.mark.parametrize(
    ("when", "on"),
    [
        (When("day", 7), november(16)),
        (When("day", -7), november(2)),
        (When("day", 0), november(9)),
        (When("day", 1, after="grace"), november(15)),
        (When("day", 7, after="batch_date"), november(23)),
        (When("day", 0, after="issue_date"), date(2026, 10, 10)),
        (When("day", 14, after="trace-1"), november(24)),
        (When("workday", 3), november(12)),
        (When("workday", -5), november(2)),
        (When("workday", 0, after="grace"), november(16)),  # the 14th is a Saturday
        (When("workday", 3, after="first"), november(17)),
        (When("month_day", 5), date(2026, 12, 5)),
        (When("month_day", 10), november(10)),
        (When("month_day", 31), november(30)),
        (When("contacts", 3, channel="phone"), november(17)),
        (When("contacts", 2, channel="phone", is_reached=False), november(17)),
        (When("contacts", 1, after="batch_date"), november(17)),
        (When("conversations", 2), november(13)),
        (When("conversations", 1, channel="phone"), november(13)),
        (When("amount", amount="8000"), date(2026, 10, 10)),
        (When("term", 29), date(2026, 10, 10)),
        (When("recorded", step="enforce"), november(18)),
        (When("any", parts=(When("day", 9), When("conversations", 2))), november(13)),
        (When("any", parts=(When("day", 9), When("conversations", 7))), november(18)),
        (When("all", parts=(When("day", 2), When("conversations", 2))), november(13)),
        (When("all", parts=(When("day", 2), When("amount", amount="500"))), november(11)),
    ],
    ids=str,
)
def test_a_condition_comes_true_on_its_day(when: When, on: date) -> None:
    assert day_of(when) == on


@pytest.mark.parametrize(
    "when",
    [
        When("contacts", 5),  # the call of the due date is an earlier episode's
        When("contacts", 3, channel="phone", is_reached=False),
        When("conversations", 3),
        When("amount", amount="8000.01"),
        When("term", 30),
        When("recorded", step="suit"),
        When("any", parts=(When("conversations", 3), When("term", 30))),
        When("all", parts=(When("day", 2), When("term", 30))),
    ],
    ids=str,
)
def test_a_condition_that_does_not_hold_has_no_day(when: When) -> None:
    assert day_of(when) is None


@pytest.mark.parametrize("when", [When("day", 3), When("workday", 3), When("month_day", 5)])
def test_a_day_to_come_is_known_ahead_and_is_not_there_yet(when: When) -> None:
    due = AS_OF - timedelta(days=2)
    found = day_of(when, due_date=due)
    assert found is not None
    assert found > AS_OF


@pytest.mark.parametrize("after", ["due_date", "grace", "batch_date", "issue_date"])
def test_without_a_due_date_nothing_begins(after: str) -> None:
    assert day_of(When("day", 1, after=after), due_date=None) is None


def test_without_a_batch_date_the_due_date_stands_in() -> None:
    assert day_of(When("day", 7, after="batch_date"), batch_on=None) == november(16)


def test_a_day_beyond_the_calendar_is_left_open() -> None:
    assert day_of(When("workday", 3), due_date=date(2027, 4, 20)) is None


def test_every_condition_is_driven_here() -> None:
    rows = test_a_condition_comes_true_on_its_day.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {when.condition for when, _on in rows} == set(CONDITIONS)
