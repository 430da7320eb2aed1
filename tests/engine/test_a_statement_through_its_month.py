"""One customer's statement of October 2026 through November, day by day (D-601, D-602, R-50 to R-54).

8 November 2026 is a Sunday, so the statement goes out on the 9th (S). The day before each line nothing else is known.
"""

from __future__ import annotations

from datetime import date

import pytest

from .statement_days import board, bought, day, only, said, statement

OCTOBER = [bought(date(2026, 10, 12))]
S = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("november", "due"),
    [
        (4, ""),
        (5, "draft"),
        (6, "draft +1"),
        (8, "draft +3"),
        (9, "check, send, draft +4"),
        (20, "check +11, send +11, draft +15"),
    ],
)
def test_a_statement_that_nobody_drafted_is_on_the_board(november: int, due: str) -> None:
    assert board(day(date(2026, 11, november), receivables=OCTOBER)) == due


@pytest.mark.parametrize(
    ("november", "due"),
    [
        (9, ""),  # S
        (10, ""),
        (11, "follow-1"),  # S+2
        (12, "follow-1 +1"),
        (13, "follow-1"),  # S+4
        (15, "follow-1 +2"),  # S+6 is a Sunday: its slot comes on Monday, the one before stays
        (16, "follow-1"),
        (17, "follow-2"),  # S+8
        (18, "follow-2"),
        (19, "follow-2"),
        (20, "follow-2, confirm"),  # S+11, day 20
        (21, "follow-2 +1, confirm +1"),  # Saturday
        (23, "follow-2, confirm +3"),  # S+14
        (24, "supervisor, confirm +4"),  # S+15
        (30, "confirm +10, supervisor +6"),
    ],
)
def test_an_unconfirmed_statement_is_followed_up_until_the_supervisor(november: int, due: str) -> None:
    plan = day(date(2026, 11, november), receivables=OCTOBER, statements=[statement("2026-10", S)])

    assert sorted(board(plan).split(", ")) == sorted(due.split(", "))


@pytest.mark.parametrize(
    ("contact", "november", "due"),
    [
        (11, 11, ""),
        (11, 12, ""),
        (11, 13, "follow-1"),
        (10, 11, "follow-1"),  # before the slot
        (17, 17, ""),
        (17, 18, "follow-2"),
    ],
)
def test_a_delivered_contact_meets_its_slot_and_no_later_one(contact: int, november: int, due: str) -> None:
    plan = day(
        date(2026, 11, november),
        receivables=OCTOBER,
        statements=[statement("2026-10", S)],
        activities=[said(date(2026, 11, contact), "follow-1")],
    )

    assert board(plan) == due


@pytest.mark.parametrize(
    ("more", "due"),
    [
        ({"outcome": "not_reached"}, "follow-1"),
        ({"step": None}, "follow-1"),
        ({"step_policy": "b2b-standard"}, "follow-1"),
        ({"step_policy": "statement-cycle"}, ""),
    ],
)
def test_only_a_delivered_contact_of_the_cycle_counts(more: dict[str, str], due: str) -> None:
    plan = day(
        date(2026, 11, 11),
        receivables=OCTOBER,
        statements=[statement("2026-10", S)],
        activities=[said(date(2026, 11, 11), "follow-1") | more],
    )

    assert board(plan) == due


@pytest.mark.parametrize(
    ("step", "due"),
    [("draft", "check, send"), ("check", "send"), ("send", "check, send, draft +4")],
)
def test_our_own_work_is_over_by_its_record(step: str, due: str) -> None:
    plan = day(date(2026, 11, 9), receivables=OCTOBER, activities=[said(date(2026, 11, 6), step, outcome=None)])

    assert board(plan) == due


def test_the_supervisor_is_told_once_and_the_board_stays_red() -> None:
    told = said(date(2026, 11, 24), "supervisor", outcome=None, step_policy="statement-cycle")
    plan = day(date(2026, 11, 27), receivables=OCTOBER, statements=[statement("2026-10", S)], activities=[told])

    assert board(plan) == "confirm +7"


def test_our_own_work_is_no_contact_with_the_customer() -> None:
    overdue = [bought(date(2026, 9, 1), due_date=date(2026, 11, 4))]
    told = said(date(2026, 11, 20), "supervisor", step_policy="statement-cycle")
    plan = day(date(2026, 11, 20), receivables=overdue, activities=[told])

    assert plan.worklist["step"].to_list() == ["supervisor"]


@pytest.mark.parametrize(
    ("as_of", "known", "due"),
    [
        (date(2026, 11, 20), {"confirmed_on": date(2026, 11, 18)}, "confirm"),
        (date(2026, 11, 20), {"confirmed_on": date(2026, 11, 23)}, "confirm, follow-2"),  # not known yet
        (date(2026, 11, 20), {"confirmed_on": date(2026, 11, 18), "invoicing_details_on": date(2026, 11, 19)}, ""),
        (date(2026, 11, 29), {"confirmed_on": date(2026, 11, 18), "invoicing_details_on": date(2026, 11, 19)}, ""),
        (
            date(2026, 12, 2),
            {"confirmed_on": date(2026, 11, 18), "invoicing_details_on": date(2026, 11, 19)},
            "invoice +2",
        ),
        (date(2026, 12, 2), {"confirmed_on": date(2026, 11, 18), "invoiced_on": date(2026, 12, 1)}, ""),
    ],
)
def test_confirmed_means_with_details_and_then_the_invoice(as_of: date, known: dict[str, date], due: str) -> None:
    plan = day(as_of, receivables=OCTOBER, statements=[statement("2026-10", S, **known)])

    assert sorted(board(plan).split(", ")) == sorted(due.split(", "))


@pytest.mark.parametrize(
    ("posted", "courier", "told", "november", "due"),
    [
        (date(2026, 11, 16), "YT1", None, 16, "tell-courier"),
        (date(2026, 11, 16), "YT1", None, 26, "tell-courier +10"),
        (date(2026, 11, 16), "YT1", None, 27, ""),  # it has arrived by now
        (date(2026, 11, 16), "YT1", date(2026, 11, 17), 18, ""),
        (date(2026, 11, 16), None, None, 18, ""),
        (None, "YT1", None, 18, ""),  # electronic: nothing was posted
    ],
)
def test_the_courier_number_is_told_where_paper_was_posted(
    posted: date | None, courier: str | None, told: date | None, november: int, due: str
) -> None:
    done = {"confirmed_on": date(2026, 11, 12), "invoiced_on": date(2026, 11, 13)}
    plan = day(
        date(2026, 11, november),
        receivables=OCTOBER,
        statements=[statement("2026-10", S, posted_on=posted, courier_no=courier, **done)],
        activities=[said(told, "tell-courier")] if told else [],
    )

    assert board(plan) == due


def test_a_row_says_who_does_what_and_why() -> None:
    plan = day(date(2026, 11, 24), receivables=OCTOBER, statements=[statement("2026-10", S)])

    row = only(plan, step="supervisor")
    assert (row["customer_id"], row["entity"], row["period"]) == ("C1", "main", "2026-10")
    assert (row["due_on"], row["days_late"], row["action"], row["role"]) == (
        date(2026, 11, 24),
        0,
        "escalate",
        "supervisor",
    )
    assert (row["sent_on"], row["sent_days"], row["reasons"]) == (S, 15, ["statement_unconfirmed"])


def test_running_the_day_twice_changes_nothing() -> None:
    tables = {"receivables": OCTOBER, "statements": [statement("2026-10", S)]}
    first, second = day(date(2026, 11, 24), **tables), day(date(2026, 11, 24), **tables)

    assert first.statements is not None
    assert second.statements is not None
    assert first.statements.due.equals(second.statements.due)
