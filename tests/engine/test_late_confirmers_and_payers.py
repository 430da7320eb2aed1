"""Two habits, found in 3 of the last 6 cycles or months where nobody has said, each for its own phase (D-606, R-53)."""

from __future__ import annotations

from datetime import date

import pytest

from .folder_rows import Row
from .statement_days import board, bought, day, only, statement

AS_OF = date(2026, 11, 11)
S = date(2026, 11, 9)
MONTHS = ("2026-09", "2026-08", "2026-07", "2026-06", "2026-05", "2026-04", "2026-03")  # their cycles: October to April


def past(index: int, confirmed: str) -> Row:
    """A statement sent on the 9th of its cycle's month; ``-``: not confirmed, ``*``: sent on the 25th, else when."""
    month = int(MONTHS[index][-2:]) + 1
    sent = date(2026, month, 25 if confirmed == "*" else 9)
    on = date(2026, month, int(confirmed)) if confirmed.isdigit() else None
    return statement(MONTHS[index], sent, confirmed_on=on)


def months(confirmed: str) -> list[Row]:
    """Newest first, one word a cycle."""
    return [past(index, word) for index, word in enumerate(confirmed.split())]


@pytest.mark.parametrize(
    ("flag", "confirmed", "action"),
    [
        (None, "23 23 23 10 10 10", "visit"),
        (None, "23 23 20 10 10 10", "contact"),  # on day 20 is in time
        (None, "- 23 23 10 10 10", "visit"),  # or not at all
        (None, "* 23 23 10 10 10", "contact"),  # what we sent late says nothing
        (None, "10 10 10 10 23 23 23", "contact"),  # the seventh is too long ago
        (None, "10 10 10 23 23 23", "visit"),
        (False, "23 23 23 23 23 23", "contact"),  # a person's word wins
        (True, "10 10 10", "visit"),
    ],
)
def test_a_late_confirmer_is_visited_about_statements(flag: bool | None, confirmed: str, action: str) -> None:
    plan = day(
        AS_OF,
        customers=[{"customer_id": "C1", "name": "C1", "late_confirmer": flag, "owner": "Wang", "collector": "Li"}],
        receivables=[bought(date(2026, 10, 12))],
        statements=[statement("2026-10", S), *months(confirmed)],
    )

    row = only(plan, step="follow-1")
    role, channels, assignee = {
        "visit": ("rep", ["email", "visit"], "Wang"),
        "contact": ("collector", ["email", "phone"], "Li"),
    }[action]
    assert (row["action"], row["role"], row["channels"], row["assignee"]) == (action, role, channels, assignee)
    assert ("late_confirmer" in row["reasons"]) == (action == "visit")


def fell_due(month: int, *, paid: int | None) -> Row:
    """An invoice due on the 10th of a month of 2026 and settled on that day of the month, or open."""
    settled = date(2026, month, paid) if paid else None
    return bought(
        date(2026, month - 1, 10), document_no=f"M{month}", due_date=date(2026, month, 10), settled_on=settled
    )


@pytest.mark.parametrize(
    ("flag", "paid", "action"),
    [
        (None, {5: 20, 6: 20, 7: 20, 8: 8, 9: 9, 10: 10}, "visit"),
        (None, {5: 11, 6: 20, 7: 20, 8: 8, 9: 9, 10: 10}, "contact"),  # 10 May was a Sunday: paid on the working day
        (None, {4: 20, 6: 20, 7: 20, 8: 8, 9: 9, 10: 9}, "contact"),  # April is too long ago
        (False, {5: 20, 6: 20, 7: 20, 8: 20, 9: 20, 10: 20}, "contact"),  # a person's word wins
        (True, {}, "visit"),
    ],
)
def test_a_late_payer_is_visited_about_payments(flag: bool | None, paid: dict[int, int], action: str) -> None:
    tables = {
        "customers": [{"customer_id": "C1", "name": "C1", "habitual_delayer": flag}],
        "receivables": [
            *(fell_due(month, paid=on) for month, on in paid.items()),
            bought(date(2026, 9, 1), due_date=date(2026, 11, 10)),
        ],
    }

    assert only_action(day(AS_OF, **tables).worklist.to_dicts()) == action


def only_action(rows: list[Row]) -> str:
    assert len(rows) == 1, rows
    return str(rows[0]["action"])


def test_without_statements_nobody_is_found_to_pay_late() -> None:
    from .folder_rows import planned

    rows = [fell_due(month, paid=20) for month in (5, 6, 7, 8, 9, 10)]
    plan = planned(AS_OF, receivables=[*rows, bought(date(2026, 9, 1), due_date=date(2026, 11, 10))])

    assert only_action(plan.worklist.to_dicts()) == "contact"
    assert plan.statements is None


def test_an_old_statement_stands_until_it_is_confirmed() -> None:
    plan = day(
        date(2026, 11, 4), receivables=[], customers=[{"customer_id": "C1", "name": "C1"}], statements=months("-")
    )

    # Sent on 9 October: S+15 is Saturday the 24th, so Monday the 26th.
    assert board(plan) == "supervisor +9, confirm +15"
