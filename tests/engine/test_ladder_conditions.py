"""Every condition of the ladder has a day on which it comes true, and a case in which it does not.

The item and the cases stand in ``condition_cases``, from which the printed reference takes its examples.
"""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
import pytest

from huikuan.engine.calendars import working_calendar
from huikuan.engine.ladder.conditions import CONDITIONS, Scene, Today, begins_on
from huikuan.engine.ladder.document import Policy, When
from huikuan.gateways.policies.reading import policy_from_text
from tests.engine.condition_cases import AS_OF, CASES, CONTACTS, ITEM, RECORD, Case, november, printed

CALENDAR = working_calendar(date(2026, 9, 1), date(2027, 3, 1))
DOCUMENT = """\
format: huikuan-policy/1
id: ours
version: 1
effective_from: 2026-01-01
name: {zh: 本司, en: Ours}
source: manual
rungs:
  - id: trace-1
    from_day: 1
    name: {zh: 首次, en: First}
    source: manual
    clause: {zh: 首次, en: First}
    steps:
      - {id: enforce, action: contact, channels: [phone], role: collector, template: call}
      - {id: suit, action: contact, channels: [phone], role: collector, template: call}
  - id: first
    when: {conversations: 1}
    name: {zh: 再次, en: Second}
    source: manual
    clause: {zh: 再次, en: Second}
    steps:
      - {id: asked, when: WHEN, action: contact, channels: [phone], role: collector, template: call}
"""


def policy(when: str) -> Policy:
    """Read the document with the condition in its place."""
    read, problems = policy_from_text(DOCUMENT.replace("WHEN", when))
    assert not problems
    assert read is not None
    return read


def day_of(when: str, **changed: object) -> date | None:
    """Return the day on which the item's condition begins."""
    ladder = policy(when)
    contacts = pl.DataFrame(CONTACTS, schema=["on", "channel", "is_delivered"], orient="row")
    on, step = RECORD
    records = pl.DataFrame({"case_no": [0], "step": [step], "on": [on], "is_delivered": [True], "is_refusal": [False]})
    today = Today(AS_OF, CALENDAR, AS_OF, records, contacts.with_columns(case_no=pl.lit(0)))
    days = dict.fromkeys(("due_date", "issue_date", "batch_on"), pl.Date)
    scene = Scene(pl.DataFrame([ITEM | changed], schema_overrides=days), ladder, today)
    found: date | None = begins_on(ladder.begins(ladder.step("asked")), scene)[0]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.when)
def test_a_condition_comes_true_on_its_day_or_has_none(case: Case) -> None:
    assert day_of(case.when) == case.on


@pytest.mark.parametrize("when", ["{day: 3}", "{workday: 3}", "{month_day: 5}"])
def test_a_day_to_come_is_known_ahead_and_is_not_there_yet(when: str) -> None:
    due = AS_OF - timedelta(days=2)
    found = day_of(when, due_date=due)
    assert found is not None
    assert found > AS_OF


@pytest.mark.parametrize("after", ["due_date", "grace", "batch_date", "issue_date"])
def test_without_a_due_date_nothing_begins(after: str) -> None:
    assert day_of(f"{{day: 1, after: {after}}}", due_date=None) is None


def test_without_a_batch_date_the_due_date_stands_in() -> None:
    assert day_of("{day: 7, after: batch_date}", batch_on=None) == november(16)


def test_a_day_beyond_the_calendar_is_left_open() -> None:
    assert day_of("{workday: 3}", due_date=date(2027, 4, 20)) is None


@pytest.mark.parametrize("condition", CONDITIONS)
def test_of_every_condition_a_true_and_a_false_case_is_printed(condition: str) -> None:
    assert [case.holds for case in printed(condition)] == [True, False]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.when)
def test_a_case_is_read_as_the_condition_that_it_names(case: Case) -> None:
    ladder = policy(case.when)
    begins: When = ladder.begins(ladder.step("asked"))
    assert begins.condition == case.condition
