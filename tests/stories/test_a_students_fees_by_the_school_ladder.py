"""P-4 from the warning to the legal way: one student's rent, every rung with its boundary days."""

from datetime import date, datetime, timedelta

import pytest

from tests.engine.folder_rows import Row, invoice, planned

DUE = date(2026, 6, 8)  # a Monday; every boundary day below is a working day


def worklist_on(day: int, *records: Row) -> list[tuple[str, str, str, str]]:
    as_of = DUE + timedelta(days=day)
    rent = invoice("RENT-1", overdue=0, issue_date=DUE - timedelta(days=30), due_date=DUE)
    plan = planned(as_of, "school", receivables=[rent], activities=records)
    return plan.worklist.select("step", "action", "role", "approval").rows()


def done(day: int, step: str, channel: str = "email", outcome: str = "delivered") -> Row:
    on = DUE + timedelta(days=day)
    at = datetime(on.year, on.month, on.day, 9)
    return {"customer_id": "C1", "entity": "main", "at": at, "channel": channel, "outcome": outcome, "step": step}


NOTICE = done(1, "notice")
WARN = ("warn", "contact", "collector", "")
NOTICE_DUE = ("notice", "contact", "collector", "")
PHONE = ("phone", "contact", "collector", "")
VISIT = ("visit", "visit", "field_collector", "")
LEGAL = ("legal", "propose", "legal", "boss")


@pytest.mark.parametrize(
    ("day", "rows"),
    [(-8, []), (-7, [WARN]), (0, [WARN]), (1, [NOTICE_DUE]), (7, [NOTICE_DUE]), (8, [NOTICE_DUE]), (91, [NOTICE_DUE])],
)
def test_with_nothing_done_the_notice_stands_before_everything_severe(
    day: int, rows: list[tuple[str, str, str, str]]
) -> None:
    assert worklist_on(day) == rows


@pytest.mark.parametrize(
    ("day", "rows"), [(2, []), (7, []), (8, [PHONE]), (30, [PHONE]), (31, [VISIT]), (90, [VISIT]), (91, [LEGAL])]
)
def test_after_a_delivered_notice_each_rung_does_its_own(day: int, rows: list[tuple[str, str, str, str]]) -> None:
    assert worklist_on(day, NOTICE) == rows


def test_a_call_rests_for_a_week_and_a_visit_for_a_fortnight() -> None:
    called = (NOTICE, done(8, "phone", "phone", "stalling"))
    assert worklist_on(14, *called) == []
    assert worklist_on(15, *called) == [PHONE]
    visited = (NOTICE, done(31, "visit", "visit", "met"))
    assert worklist_on(44, *visited) == []
    assert worklist_on(45, *visited) == [VISIT]


def test_the_legal_way_is_proposed_once() -> None:
    assert worklist_on(95, NOTICE, done(92, "legal", "letter", "signed")) == []
