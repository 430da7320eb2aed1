"""P-1 ``remind`` presupposes a confirmed statement of the anchor's month; only its words change (P-0, R-55)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from .folder_rows import Row, planned
from .statement_days import bought, day, statement

AS_OF = date(2026, 11, 20)
SOON = bought(date(2026, 10, 12), due_date=date(2026, 11, 27))
UNCHANGED = ("step", "due_on", "rank", "score", "eligible_minor", "due_soon_minor", "channels")


@pytest.mark.parametrize(
    ("statements", "template"),
    [
        ([statement("2026-10", date(2026, 11, 9))], "remind-confirm"),
        ([statement("2026-10")], "remind-confirm"),
        ([statement("2026-10", date(2026, 11, 9), confirmed_on=date(2026, 11, 20))], "remind"),
        ([statement("2026-10", date(2026, 11, 9), confirmed_on=date(2026, 11, 21))], "remind-confirm"),  # not known yet
        ([statement("2026-09", date(2026, 10, 9))], "remind"),  # another month
        ([statement("2026-10", date(2026, 11, 9), entity="second")], "remind"),
        ([], "remind"),
    ],
)
def test_it_asks_where_the_statement_of_the_anchors_month_is_unconfirmed(statements: list[Row], template: str) -> None:
    (row,) = day(AS_OF, receivables=[SOON], statements=statements).worklist.to_dicts()
    (before,) = planned(AS_OF, receivables=[SOON]).worklist.to_dicts()

    asks = template == "remind-confirm"
    assert row["template"] == template
    assert row["reasons"] == ["due_soon", "statement_unconfirmed"] if asks else ["due_soon"]
    assert row["statement_period"] == ("2026-10" if asks else None)
    assert {name: row[name] for name in UNCHANGED} == {name: before[name] for name in UNCHANGED}


def test_other_steps_ask_for_nothing() -> None:
    overdue: dict[str, Any] = {"receivables": [bought(date(2026, 10, 12), due_date=date(2026, 11, 17))]}
    (row,) = day(AS_OF, statements=[statement("2026-10", date(2026, 11, 9))], **overdue).worklist.to_dicts()

    assert (row["step"], row["template"], row["reasons"]) == ("follow-1", "follow-1", ["overdue"])
